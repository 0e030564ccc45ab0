import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Row } from "../../core/protocol-desk.ts";
import { upTo } from "../model/rows.ts";
import type { Edge, List, Over } from "../state/list.ts";
import { allViews, viewAmong, viewPage } from "./api.ts";
import { orderOfView } from "./order.ts";
import type { View } from "./types.ts";

/** A change is looked after so long (ms) after it: what changes together is asked about at once. */
const PAUSE = 300;
/** Counters are asked for again so long (ms) after something has moved, and in any case as often as `AGAIN`. */
const SOON = 5_000;
/** Time passes: who waits longer than five minutes is known only by looking again (ms). */
const AGAIN = 30_000;
const MOST_ASKED = 100;
const PAGES = 5;

/** The saved views at hand, and the one that stands in the place of a list. The server alone decides what stands in a view: this asks it
 * about each talk that has changed, and looks through the whole view again from time to time. */
export class Views implements Over {
  readonly all = signal<readonly View[]>([]);
  readonly state = signal<"asking" | "here" | "failed">("asking");
  readonly open = signal<View | null>(null);
  readonly edge = signal<Edge | null>(null);
  readonly rows: ReadonlySignal<Row[]>;
  private readonly list: List;
  private readonly members = signal<ReadonlySet<string>>(new Set());
  private readonly changed = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private soon: ReturnType<typeof setTimeout> | undefined;
  private round = 0;
  private turn = 0;
  private readonly stops: (() => void)[] = [];

  constructor(list: List) {
    this.list = list;
    this.rows = computed(() => {
      const view = this.open.value;
      if (view === null) return [];
      const order = orderOfView(view);
      const { open, done } = list.rows.value;
      const found = [...this.members.value].flatMap((conv) => open.get(conv) ?? done.get(conv) ?? []).sort(order);
      const edge = this.edge.value;
      return edge?.next == null ? found : upTo(found, edge.last, order);
    });
  }

  start(): void {
    void this.load();
    const look = (): void => {
      if (document.visibilityState === "visible") { void this.load(); void this.again(); }
    };
    const timer = setInterval(look, AGAIN);
    document.addEventListener("visibilitychange", look);
    this.stops.push(() => clearInterval(timer), () => document.removeEventListener("visibilitychange", look));
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    clearTimeout(this.timer);
    clearTimeout(this.soon);
  }

  /** Asks for the views and their counters. */
  readonly load = async (): Promise<void> => {
    const turn = (this.turn += 1);
    const answer = await allViews();
    // an older answer that was slower knows less
    if (turn !== this.turn) return;
    if (!answer.ok) return void (this.state.value = this.all.peek().length > 0 ? "here" : "failed");
    this.all.value = answer.body.views;
    this.state.value = "here";
    const shown = this.open.peek();
    if (shown === null) return;
    const now = answer.body.views.find((one) => one.id === shown.id);
    if (now === undefined) this.close();
    else if (now.version !== shown.version) void this.show(now);
    else this.open.value = now;
  };

  /** Something has come, gone or changed hands: the counters are looked at soon. */
  stir(): void {
    if (this.soon !== undefined || this.all.peek().length === 0) return;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      if (document.visibilityState === "visible") void this.load();
    }, SOON);
  }

  get key(): string {
    return `v${this.open.peek()?.id ?? 0}`;
  }

  /** Shows it in the place of a list. */
  async show(view: View): Promise<void> {
    const same = this.open.peek()?.id === view.id;
    this.open.value = view;
    this.list.over.value = this;
    this.round += 1;
    this.changed.clear();
    if (!same) this.members.value = new Set();
    this.edge.value = { last: null, next: "", state: "asking" };
    await this.fetch(view, 1);
  }

  readonly close = (): void => {
    this.open.value = null;
    this.list.over.value = null;
    this.round += 1;
    this.members.value = new Set();
    this.edge.value = null;
  };

  readonly more = (): void => {
    const [view, edge] = [this.open.peek(), this.edge.peek()];
    if (view === null || edge === null || edge.next === null || edge.state === "asking") return;
    if (edge.next === "") return void this.show(view);
    this.edge.value = { ...edge, state: "asking" };
    const { round } = this;
    void viewPage(view, edge.next).then((answer) => {
      if (round !== this.round) return;
      if (!answer.ok) return void (this.edge.value = { ...edge, state: "failed" });
      this.take(answer.body.rows, new Set([...this.members.peek(), ...answer.body.rows.map((row) => row.conv)]));
      this.edge.value = { last: answer.body.rows.at(-1) ?? edge.last, next: answer.body.next, state: "here" };
    });
  };

  /** These talks have changed, as this desk heard. */
  heard(convs: readonly string[], whole: boolean): void {
    const view = this.open.peek();
    if (view === null) return;
    if (whole) return void this.show(view);
    for (const conv of convs) this.changed.add(conv);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, PAUSE);
  }

  private async look(): Promise<void> {
    const view = this.open.peek();
    const asked = [...this.changed].slice(0, MOST_ASKED);
    if (view === null || asked.length === 0) return;
    for (const conv of asked) this.changed.delete(conv);
    const { round } = this;
    const answer = await viewAmong(view, asked);
    if (round !== this.round) return;
    if (answer.ok) {
      const out = new Set(asked);
      this.take(answer.body.rows, new Set([...[...this.members.peek()].filter((conv) => !out.has(conv)), ...answer.body.rows.map((row) => row.conv)]));
    }
    if (this.changed.size > 0) this.heard([], false);
  }

  /** Looks through what is known of the open view once more. */
  private async again(): Promise<void> {
    const view = this.open.peek();
    if (view === null || this.edge.peek()?.state === "asking") return;
    await this.fetch(view, Math.min(PAGES, Math.max(1, Math.ceil(this.members.peek().size / 100))));
  }

  private async fetch(view: View, pages: number): Promise<void> {
    const { round } = this;
    const rows: Row[] = [];
    let next: string | null = null;
    for (let page = 0; page < pages; page++) {
      const answer = await viewPage(view, next);
      if (round !== this.round) return;
      if (!answer.ok) return void (this.edge.value = { last: this.edge.peek()?.last ?? null, next: this.edge.peek()?.next ?? "", state: "failed" });
      rows.push(...answer.body.rows);
      next = answer.body.next;
      if (next === null) break;
    }
    this.take(rows, new Set(rows.map((row) => row.conv)));
    this.edge.value = { last: rows.at(-1) ?? null, next, state: "here" };
  }

  private take(rows: readonly Row[], members: ReadonlySet<string>): void {
    this.list.put(rows);
    this.members.value = members;
  }
}
