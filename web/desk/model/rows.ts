import type { Row } from "../../core/protocol";

/** The open talks as this desk knows them. `gone` remembers how high a talk that left had come, so that a late row does not bring it back. */
export interface Rows {
  readonly open: ReadonlyMap<string, Row>;
  readonly gone: ReadonlyMap<string, number>;
}

export const NO_ROWS: Rows = { open: new Map(), gone: new Map() };

/** Takes rows in: newest `last` wins, `whole` replaces everything, a resolved talk leaves, a known read mark is never lost. */
export function takeRows(rows: Rows, news: readonly Row[], whole: boolean): Rows {
  const open = new Map(whole ? [] : rows.open);
  const gone = new Map(whole ? [] : rows.gone);
  for (const row of news) {
    const known = rows.open.get(row.conv);
    if (!whole && row.last < Math.max(known?.last ?? 0, gone.get(row.conv) ?? 0)) continue;
    if (row.status === "resolved") {
      open.delete(row.conv);
      gone.set(row.conv, row.last);
      continue;
    }
    gone.delete(row.conv);
    open.set(row.conv, { ...row, read: Math.max(row.read ?? 0, known?.read ?? 0) });
  }
  return { open, gone };
}

/** Talks that this operator does not see any more: they went to another team. */
export function dropRows(rows: Rows, convs: readonly string[]): Rows {
  const open = new Map(rows.open);
  for (const conv of convs) open.delete(conv);
  return { ...rows, open };
}

/** This operator has read a talk up to `n`. */
export function markRead(rows: Rows, conv: string, n: number): Rows {
  const row = rows.open.get(conv);
  if (!row || (row.read ?? 0) >= n) return rows;
  return { ...rows, open: new Map(rows.open).set(conv, { ...row, read: n }) };
}

export const TABS = ["mine", "queue", "all"] as const;
export type Tab = (typeof TABS)[number];

export function inTab(row: Row, tab: Tab, me: number): boolean {
  if (tab === "all") return true;
  if (tab === "queue") return row.holder.kind === "queue";
  return row.holder.kind === "operator" && row.holder.id === me;
}

/** Who waits longest stands first; nobody waits: the newest word first. Ties fall by the case number, so that rows never dance. */
export function byUrgency(a: Row, b: Row): number {
  if (a.waiting !== null && b.waiting !== null) return a.waiting - b.waiting || a.no - b.no;
  if (a.waiting !== null) return -1;
  if (b.waiting !== null) return 1;
  return b.at - a.at || b.no - a.no;
}

export function rowsOf(rows: Rows, tab: Tab, me: number): Row[] {
  return [...rows.open.values()].filter((row) => inTab(row, tab, me)).sort(byUrgency);
}

export function countTabs(rows: Rows, me: number): Record<Tab, number> {
  const count: Record<Tab, number> = { mine: 0, queue: 0, all: 0 };
  for (const row of rows.open.values()) for (const tab of TABS) if (inTab(row, tab, me)) count[tab] += 1;
  return count;
}

/** The talks in which somebody waits for me or for anybody: what the page's title counts. */
export function countWaiting(rows: Rows, me: number): number {
  return [...rows.open.values()].filter((row) => row.waiting !== null && (inTab(row, "mine", me) || inTab(row, "queue", me))).length;
}

/** Somebody outside said something that this operator has not seen. */
export function isUnread(row: Row): boolean {
  return row.by === "contact" && (row.read ?? 0) < row.last;
}

/** The neighbour of a row for J and K; from nowhere the first. The ends hold. */
export function neighbour(order: readonly string[], from: string | null, step: 1 | -1): string | null {
  const at = from === null ? -1 : order.indexOf(from);
  if (at < 0) return order[0] ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + step))] ?? null;
}
