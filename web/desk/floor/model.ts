/** The floor as one page keeps it: what has come folded together, and what follows from it. Pure. */

import type { FloorBar, FloorFigures, FloorFrame, FloorPerson, FloorPlace, FloorTalk } from "../../core/protocol-floor.ts";

export interface Board {
  known: boolean;
  people: ReadonlyMap<number, FloorPerson>;
  talks: ReadonlyMap<string, FloorTalk>;
  /** team (0: none) → how many wait in its queue */
  counts: ReadonlyMap<number, number>;
  figures: readonly FloorFigures[];
  bars: readonly FloorBar[];
  /** How far the queue is known; null: to its end. */
  next: FloorPlace | null;
}

export const EMPTY: Board = { known: false, people: new Map(), talks: new Map(), counts: new Map(), figures: [], bars: [], next: null };
export const USUAL: FloorBar = { channel: "", first_reply: 60, waiting: 60 };
const NEVER = 2 ** 53;

/** What has come, on top of what was known; a whole board takes the place of everything. */
export function fold(board: Board, frame: FloorFrame): Board {
  const before = frame.whole ? EMPTY : board;
  return {
    known: true,
    people: put(before.people, frame.people?.map((one) => [one.id, one]), frame.left),
    talks: put(before.talks, frame.talks?.map((one) => [one.conv, one]), frame.gone),
    counts: put(before.counts, frame.counts, []),
    figures: frame.figures ?? before.figures,
    bars: frame.bars ?? before.bars,
    next: frame.next === undefined ? before.next : frame.next,
  };
}

function put<K, V>(before: ReadonlyMap<K, V>, news: readonly (readonly [K, V])[] = [], gone: readonly K[] = []): ReadonlyMap<K, V> {
  if (news.length === 0 && gone.length === 0) return before;
  const now = new Map(before);
  for (const [key, value] of news) now.set(key, value);
  for (const key of gone) now.delete(key);
  return now;
}

export const isQueued = (talk: FloorTalk): boolean => talk.holder === undefined && !talk.bot && !talk.aside;
export const placeOf = (talk: FloorTalk): FloorPlace => [-(talk.priority ?? 0), talk.waiting ?? NEVER, talk.no];
export const compare = (a: FloorPlace, b: FloorPlace): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** The queue as far as it is known, who is answered first at its head: by team (0: none), teams by number. */
export function queues({ talks, next }: Board): ReadonlyMap<number, readonly FloorTalk[]> {
  const all = [...talks.values()].filter(isQueued).filter((one) => next === null || compare(placeOf(one), next) <= 0);
  all.sort((a, b) => compare(placeOf(a), placeOf(b)));
  return grouped(all, (one) => one.team ?? 0);
}

/** Open talks in hands: by operator, who waits longest first. */
export function inHands({ talks }: Board): ReadonlyMap<number, readonly FloorTalk[]> {
  const all = [...talks.values()].filter((one) => one.holder !== undefined).sort((a, b) => compare(placeOf(a), placeOf(b)));
  return grouped(all, (one) => one.holder ?? 0);
}

function grouped<T>(all: readonly T[], key: (one: T) => number): ReadonlyMap<number, readonly T[]> {
  const made = new Map<number, T[]>();
  for (const one of all) {
    const part = made.get(key(one));
    if (part) part.push(one);
    else made.set(key(one), [one]);
  }
  return made;
}

export function barOf(bars: readonly FloorBar[], channel: string): FloorBar {
  return bars.find((one) => one.channel === channel) ?? bars.find((one) => one.channel === "") ?? USUAL;
}

/** When a talk must be answered (ms); null: nobody waits in it. */
export function dueOf(talk: FloorTalk, bars: readonly FloorBar[]): number | null {
  if (talk.aside || talk.bot) return null;
  if (talk.due !== undefined) return talk.due;
  return talk.waiting === undefined ? null : talk.waiting + barOf(bars, talk.channel ?? "").waiting * 1000;
}

export type Lateness = "late" | "soon" | "calm";

/** Whether the bar is crossed, comes close (its last third, and its last ten seconds at least), or is far. */
export function lateness(talk: FloorTalk, bars: readonly FloorBar[], now: number): Lateness {
  const due = dueOf(talk, bars);
  if (due === null) return "calm";
  if (now >= due) return "late";
  const third = talk.waiting === undefined ? 60_000 : (due - talk.waiting) / 3;
  return due - now <= Math.max(third, 10_000) ? "soon" : "calm";
}

/** What comes close to its bar or has crossed it: what can still be kept stands first, the nearest at the top. */
export function ahead(board: Board, now: number): { talk: FloorTalk; due: number }[] {
  const near = [...board.talks.values()].filter((one) => lateness(one, board.bars, now) !== "calm");
  const dated = near.map((talk) => ({ talk, due: dueOf(talk, board.bars) ?? now }));
  return dated.sort((a, b) => Number(a.due <= now) - Number(b.due <= now) || a.due - b.due || a.talk.no - b.talk.no);
}

/** Who comes first on the board: at a desk and taking chats, then at a desk, then the others; by name. */
export function ordered(people: Iterable<FloorPerson>): FloorPerson[] {
  const rank = (one: FloorPerson): number => (!one.here ? 3 : one.state === "available" ? 0 : one.state === "transfers" ? 1 : 2);
  return [...people].filter((one) => one.line || one.here).sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }) || a.id - b.id);
}

/** How many are on the line, there, ready, and ready with room. */
export function manned(people: Iterable<FloorPerson>): { line: number; here: number; ready: number; room: number } {
  const line = [...people].filter((one) => one.line);
  const ready = line.filter((one) => one.here && one.state === "available");
  return { line: line.length, here: line.filter((one) => one.here).length, ready: ready.length, room: ready.filter((one) => one.load < one.limit).length };
}

export const waitingCount = ({ counts }: Board): number => [...counts.values()].reduce((sum, one) => sum + one, 0);
