import type { Counted, Row } from "../../core/protocol-desk.ts";

/** The talks as this desk knows them: open ones, and those it saw solved or fetched as solved. `gone` remembers how high a talk that
 * left had come, so that a late row does not bring it back. */
export interface Rows {
  readonly open: ReadonlyMap<string, Row>;
  readonly done: ReadonlyMap<string, Row>;
  readonly gone: ReadonlyMap<string, number>;
}

export const NO_ROWS: Rows = { open: new Map(), done: new Map(), gone: new Map() };

/** Takes rows in: newest `last` wins, `whole` replaces everything, a resolved talk leaves the open ones, a known read mark is never lost. */
export function takeRows(rows: Rows, news: readonly Row[], whole: boolean): Rows {
  const open = new Map(whole ? [] : rows.open);
  const done = new Map(whole ? [] : rows.done);
  const gone = new Map(whole ? [] : rows.gone);
  for (const row of news) {
    const known = rows.open.get(row.conv) ?? rows.done.get(row.conv);
    if (!whole && row.last < Math.max(known?.last ?? 0, gone.get(row.conv) ?? 0)) continue;
    const kept = { ...row, read: Math.max(row.read ?? 0, known?.read ?? 0) };
    open.delete(row.conv);
    done.delete(row.conv);
    gone.delete(row.conv);
    if (row.status === "resolved") {
      gone.set(row.conv, row.last);
      done.set(row.conv, kept);
    } else open.set(row.conv, kept);
  }
  return { open, done, gone };
}

/** Talks that this operator does not see any more: they went to another team. */
export function dropRows(rows: Rows, convs: readonly string[]): Rows {
  if (convs.length === 0) return rows;
  const open = new Map(rows.open);
  const done = new Map(rows.done);
  for (const conv of convs) {
    open.delete(conv);
    done.delete(conv);
  }
  return { ...rows, open, done };
}

/** This operator has read a talk up to `n`; a solved one too: what was read there is read when it is opened again. */
export function markRead(rows: Rows, conv: string, n: number): Rows {
  const of = rows.open.has(conv) ? "open" : "done";
  const row = rows[of].get(conv);
  if (!row || (row.read ?? 0) >= n) return rows;
  return { ...rows, [of]: new Map(rows[of]).set(conv, { ...row, read: n }) };
}

export const TABS = ["mine", "queue", "team", "all", "resolved"] as const;
export type Tab = (typeof TABS)[number];

/** Whose lists they are. */
export interface Whose {
  id: number;
  teams: readonly number[];
  /** Sees the chats of every team. */
  every?: boolean;
  /** Answers chats; whoever does not is called by nobody who waits. */
  answers?: boolean;
}

/** Whether somebody sees a talk by her teams. */
export const sees = (row: Row | undefined, me: Whose): boolean => me.every === true || row?.team == null || me.teams.includes(row.team);

const isHeld = (row: Row, me: number): boolean => row.holder.kind === "operator" && row.holder.id === me;
const isGuest = (row: Row, me: number): boolean => row.guests?.some((one) => one.id === me) ?? false;

/** How many talks somebody holds. */
export const heldBy = (rows: Rows, me: number): number => [...rows.open.values()].filter((row) => isHeld(row, me)).length;

export function inTab(row: Row, tab: Tab, me: Whose): boolean {
  if (tab === "resolved") return row.status === "resolved";
  if (tab === "all") return true;
  if (tab === "team") return row.team != null && me.teams.includes(row.team);
  if (tab === "queue") return row.holder.kind === "queue";
  // whoever has a part answers in its whole talk: that one stands here
  return (isHeld(row, me.id) && row.part_of === undefined) || isGuest(row, me.id);
}

/** Who waits longest stands first; nobody waits: the newest word first. Ties fall by the case number, so that rows never dance. */
export function byUrgency(a: Row, b: Row): number {
  if (a.waiting !== null && b.waiting !== null) return a.waiting - b.waiting || a.no - b.no;
  if (a.waiting !== null) return -1;
  if (b.waiting !== null) return 1;
  return b.at - a.at || b.no - a.no;
}

/** The last solved first. */
export const bySolved = (a: Row, b: Row): number => (b.resolved ?? b.at) - (a.resolved ?? a.at) || b.no - a.no;

export const orderOf = (tab: Tab): ((a: Row, b: Row) => number) => (tab === "resolved" ? bySolved : byUrgency);

export function rowsOf(rows: Rows, tab: Tab, me: Whose): Row[] {
  const from = tab === "resolved" ? rows.done : rows.open;
  return [...from.values()].filter((row) => inTab(row, tab, me)).sort(orderOf(tab));
}

/** Of a list that is not known to its end, what stands before the last row that was fetched: behind it unknown ones may stand between. */
export function upTo(rows: readonly Row[], last: Row | null, order: (a: Row, b: Row) => number): Row[] {
  return last === null ? [...rows] : rows.filter((row) => order(row, last) <= 0);
}

export function countTabs(rows: Rows, me: Whose): Record<Tab, number> {
  const count: Record<Tab, number> = { mine: 0, queue: 0, team: 0, all: 0, resolved: 0 };
  for (const row of rows.open.values()) for (const tab of TABS) if (inTab(row, tab, me)) count[tab] += 1;
  return count;
}

/** The same from what the server counted, where this desk does not know every row. */
export function countedTabs(counted: Counted, me: Whose, rows: Rows): Record<Tab, number> {
  const open = [...rows.open.values()];
  const asked = open.filter((row) => isGuest(row, me.id) && !isHeld(row, me.id)).length - open.filter((row) => isHeld(row, me.id) && row.part_of !== undefined).length;
  const team = me.teams.reduce((sum, one) => sum + (counted.teams[one] ?? 0), 0);
  return { mine: (counted.held[me.id] ?? 0) + asked, queue: counted.queue, team, all: counted.all, resolved: 0 };
}

/** The talks in which somebody waits for me or for anybody: what the page's title counts. */
export function countWaiting(rows: Rows, me: Whose): number {
  return [...rows.open.values()].filter((row) => row.waiting !== null && (inTab(row, "mine", me) || (me.answers !== false && inTab(row, "queue", me)))).length;
}

/** How many messages somebody outside has said that nobody has answered and this operator has not seen. */
export function unreadOf(row: Row): number {
  if (row.status === "resolved") return 0;
  const read = row.read ?? 0;
  if (row.said) return row.said.filter((n) => n > read).length;
  return row.by === "contact" && read < row.last ? 1 : 0;
}

/** Who gave me this talk, until I have read that far. */
export const givenTo = (row: Row, me: number): Row["given"] => (isHeld(row, me) && (row.read ?? 0) < (row.given?.n ?? 0) ? row.given : undefined);

export const isUnread = (row: Row): boolean => unreadOf(row) > 0;

/** The neighbour of a row for J and K; from nowhere the first. The ends hold. */
export function neighbour(order: readonly string[], from: string | null, step: 1 | -1): string | null {
  const at = from === null ? -1 : order.indexOf(from);
  if (at < 0) return order[0] ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + step))] ?? null;
}
