import { computed, signal, type ReadonlySignal } from "@preact/signals";

/** So many talks are done with at once at most: what happened to each can still be told. */
export const MOST_CHOSEN = 50;

/** The talks that are chosen for one act together. */
export class Selection {
  /** Boxes stand before all rows, also on a phone. */
  readonly on = signal(false);
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  readonly some: ReadonlySignal<boolean> = computed(() => this.on.value || this.chosen.value.size > 0);
  /** More were wanted than can be done with at once. */
  readonly full = signal(false);
  private anchor: string | null = null;

  toggle(conv: string): void {
    const next = new Set(this.chosen.peek());
    if (!next.delete(conv)) next.add(conv);
    this.anchor = conv;
    this.put(next);
  }

  /** From where the last choice was made to here, in the order of the list. */
  reach(conv: string, order: readonly string[]): void {
    const from = order.indexOf(this.anchor ?? conv);
    const to = order.indexOf(conv);
    if (from < 0 || to < 0) return this.toggle(conv);
    this.put(new Set([...this.chosen.peek(), ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  }

  /** All that is loaded; chosen already, none. */
  every(order: readonly string[]): void {
    const all = order.slice(0, MOST_CHOSEN).every((conv) => this.chosen.peek().has(conv));
    this.put(new Set(all ? [] : order));
  }

  /** Only these stay chosen: the others are done, or not seen any more. */
  keep(convs: readonly string[]): void {
    const there = new Set(convs);
    const kept = [...this.chosen.peek()].filter((conv) => there.has(conv));
    if (kept.length !== this.chosen.peek().size) this.put(new Set(kept));
  }

  readonly clear = (): void => {
    this.on.value = false;
    this.anchor = null;
    this.put(new Set());
  };

  private put(next: ReadonlySet<string>): void {
    this.full.value = next.size > MOST_CHOSEN;
    this.chosen.value = new Set([...next].slice(0, MOST_CHOSEN));
  }
}
