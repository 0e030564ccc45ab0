import { signal } from "@preact/signals";
import { viewOf, type DeskView } from "../../core/fold.ts";
import type { DeskState, Entry } from "../../core/protocol.ts";
import { ask, field } from "./api.ts";

/** So many lines stand behind the one that is looked for. */
const BEHIND = 25;
const PAGE = 50;

/** A part of a talk's log far above its end, read by itself around one line, and on in both directions until it meets the end. */
export class Apart {
  /** Null: the end of the log is shown. */
  readonly view = signal<DeskView | null>(null);
  readonly busy = signal(false);
  private conv = "";

  /** Reads the lines around `n`; false: it could not be read. */
  async show(state: DeskState, n: number): Promise<boolean> {
    this.conv = state.conv;
    const part = await this.page(state, n + BEHIND + 1);
    if (part === null || part.items.length === 0) return false;
    this.view.value = part;
    return true;
  }

  readonly older = async (): Promise<void> => {
    const now = this.view.peek();
    if (now === null || now.first <= 1) return;
    const part = await this.page(now.state, now.first);
    if (part === null || this.view.peek() !== now) return;
    this.view.value = { ...now, first: part.first, items: [...part.items.filter((item) => item.n < now.first), ...now.items] };
  };

  /** The lines behind; where they meet the end of the log, the two are one again: that view comes back. */
  async newer(live: DeskView): Promise<DeskView | null> {
    const now = this.view.peek();
    if (now === null) return null;
    const part = await this.page(live.state, Math.min(now.top + PAGE + 1, live.first));
    if (part === null || this.view.peek() !== now) return null;
    const items = [...now.items, ...part.items.filter((item) => item.n > now.top)];
    if (Math.max(part.top, now.top) + 1 >= live.first) {
      this.view.value = null;
      return { ...live, first: now.first, items: [...items.filter((item) => item.n < live.first), ...live.items], ahead: [] };
    }
    this.view.value = { ...now, items, top: part.top };
    return null;
  }

  leave(): void {
    this.view.value = null;
  }

  /** The page before a number, as it reads now. */
  private async page(state: DeskState, before: number): Promise<DeskView | null> {
    if (this.busy.peek()) return null;
    this.busy.value = true;
    const { conv } = this;
    const answer = await ask("GET", `/api/talks/${encodeURIComponent(conv)}/page?now=true&before=${before}`).catch(() => null);
    this.busy.value = false;
    if (answer?.status !== 200 || conv !== this.conv) return null;
    const entries = field(answer.body, "entries") as Entry[];
    const top = entries.reduce((most, entry) => (entry.n < before ? Math.max(most, entry.n) : most), 0);
    return viewOf("desk", { t: "snap", id: `c:${conv}`, top, state, entries, first: Number(field(answer.body, "first")) });
  }
}
