import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Line } from "../../core/line.ts";
import { guarded } from "../../core/storage.ts";
import type { ServerFrame } from "../../core/protocol.ts";
import type { Counted, Row } from "../../core/protocol-desk.ts";
import { clearPeek, takePeek, type Peeks } from "../model/peeks.ts";
import {
  countedTabs, countTabs, countWaiting, dropRows, heldBy, markRead, NO_ROWS, orderOf, rowsOf, sees, TABS, takeRows, upTo, type Rows, type Tab, type Whose,
} from "../model/rows.ts";
import { fetchPage } from "./pages.ts";

export const LIST = "list:open";
type Whole = Extract<ServerFrame, { t: "rows" }>;

/** How far a list is known: the last row of the last page, and where the next one begins (null: it is known to its end). */
export interface Edge {
  last: Row | null;
  next: string | null;
  state: "asking" | "here" | "failed";
}

/** What stands in the place of a tab's list: a saved view. */
export interface Over {
  readonly key: string;
  readonly rows: ReadonlySignal<Row[]>;
  readonly edge: ReadonlySignal<Edge | null>;
  more(): void;
  close(): void;
}

/** The talks before an operator's eyes, in their lists, and what is being typed in them. Small lists are known whole; of a large one only
 * the pages that somebody has looked at. */
export class List {
  readonly rows = signal<Rows>(NO_ROWS);
  /** False until the first answer: an empty list is not yet known to be empty. */
  readonly known = signal(false);
  readonly peeks = signal<Peeks>(new Map());
  readonly tab = signal<Tab>("mine");
  readonly over = signal<Over | null>(null);
  readonly me: Whose;
  readonly shown: ReadonlySignal<Row[]>;
  readonly counts: ReadonlySignal<Record<Tab, number>>;
  /** The chats that this operator holds. */
  readonly held: ReadonlySignal<number>;
  readonly waiting: ReadonlySignal<number>;
  /** Told of talks that have changed here; `whole`: everything is new. */
  heard: (convs: readonly string[], whole: boolean) => void = () => undefined;
  /** The tabs that this operator has. */
  readonly tabs: readonly Tab[];
  private readonly line: Line;
  private readonly keep = guarded(() => globalThis.sessionStorage);
  private readonly edges = signal<ReadonlyMap<Tab, Edge>>(new Map());
  /** Every open talk that this operator sees is known here. */
  private readonly complete = signal(true);
  private readonly counted = signal<Counted | null>(null);
  private readonly scrolls = new Map<string, number>();
  private asked = 0;

  constructor(line: Line, me: Whose) {
    this.line = line;
    this.me = me;
    this.tabs = TABS.filter((tab) => tab !== "team" || me.teams.length > 0);
    this.tab.value = this.tabs.find((one) => one === this.keep.get("pult.tab")) ?? (me.answers === false ? "all" : "mine");
    this.shown = computed(() => this.over.value?.rows.value ?? this.of(this.tab.value));
    this.counts = computed(() => {
      const counted = this.counted.value;
      return this.complete.value || counted === null ? countTabs(this.rows.value, me) : countedTabs(counted, me, this.rows.value);
    });
    this.held = computed(() => (this.complete.value || this.counted.value === null ? heldBy(this.rows.value, me.id) : (this.counted.value.held[me.id] ?? 0)));
    this.waiting = computed(() => countWaiting(this.rows.value, me));
  }

  follow(): void {
    this.line.follow(LIST, { rows: (rows, whole, gone, left) => this.take(rows, whole, gone, left) });
  }

  /** A whole list has come (its rows are taken already): what was known of pages is known no more. */
  hear(frame: ServerFrame): void {
    if (frame.t === "counts") this.counted.value = frame.counts;
    else if (frame.t === "rows" && frame.whole === true && frame.id === LIST) this.begin(frame);
  }

  show(next: Tab): void {
    if (!this.tabs.includes(next)) return;
    this.keep.set("pult.tab", next);
    this.over.peek()?.close();
    this.tab.value = next;
    this.want(next);
  }

  /** How far a list is known; null: to its end. */
  edge(tab: Tab): Edge | null {
    return this.edges.value.get(tab) ?? null;
  }

  /** Fetches the next page of the list that is shown, if there is one. */
  readonly more = (): void => {
    const edge = this.edges.peek().get(this.tab.peek());
    if (edge?.next != null && edge.state !== "asking") void this.ask(this.tab.peek(), edge);
  };

  /** Rows that were fetched elsewhere. */
  put(rows: readonly Row[]): void {
    this.rows.value = takeRows(this.rows.peek(), rows, false);
  }

  /** Where a list was scrolled to. */
  scrolled(tab: string, top?: number): number {
    if (top !== undefined) this.scrolls.set(tab, top);
    return this.scrolls.get(tab) ?? 0;
  }

  peek(conv: string, k: number, text: string): void {
    this.peeks.value = takePeek(this.peeks.value, conv, { k, text }, Date.now());
  }

  said(conv: string): void {
    this.peeks.value = clearPeek(this.peeks.value, conv);
  }

  read(conv: string, n: number): void {
    this.rows.value = markRead(this.rows.value, conv, n);
    this.heard([conv], false);
  }

  private of(tab: Tab): Row[] {
    const rows = rowsOf(this.rows.value, tab, this.me);
    const edge = this.edges.value.get(tab);
    return edge?.next == null ? rows : upTo(rows, edge.last, orderOf(tab));
  }

  private take(news: Row[], whole: boolean, gone: string[] = [], left: string[] = []): void {
    for (const row of news) {
      const before = this.rows.peek().open.get(row.conv);
      if (row.by === "contact" && before && row.last > before.last && row.text !== before.text) this.said(row.conv);
    }
    // A visitor's words stand in the list now: they have come to the team.
    if (!whole) for (const row of news) if (row.by === "contact") this.line.send({ t: "got", conv: row.conv, n: row.last });
    const outside = left.filter((conv) => !sees(this.rows.value.open.get(conv), this.me));
    this.rows.value = dropRows(takeRows(this.rows.value, news, whole), [...gone, ...outside]);
    this.known.value = true;
    this.heard([...news.map((row) => row.conv), ...gone], whole);
  }

  private begin({ next = null, rows, counts }: Whole): void {
    this.asked += 1;
    this.complete.value = next === null;
    if (counts) this.counted.value = counts;
    this.edges.value = next === null ? new Map() : new Map([["all", { next, last: rows.at(-1) ?? null, state: "here" }]]);
    this.want("mine");
    this.want(this.tab.peek());
  }

  /** Makes sure that the beginning of a list is known. */
  private want(tab: Tab): void {
    if (this.edges.peek().has(tab) || (this.complete.peek() && tab !== "resolved")) return;
    void this.ask(tab, null);
  }

  private async ask(tab: Tab, edge: Edge | null): Promise<void> {
    const asked = this.asked;
    const put = (value: Edge): void => void (this.edges.value = new Map(this.edges.peek()).set(tab, value));
    put({ last: edge?.last ?? null, next: edge?.next ?? "", state: "asking" });
    const page = await fetchPage(tab, edge?.next ?? null);
    // the line was cut meanwhile: what is known begins anew
    if (asked !== this.asked) return;
    if (page === null) return put({ last: edge?.last ?? null, next: edge?.next ?? "", state: "failed" });
    this.rows.value = takeRows(this.rows.peek(), page.rows, false);
    put({ last: page.rows.at(-1) ?? edge?.last ?? null, next: page.next, state: "here" });
  }
}
