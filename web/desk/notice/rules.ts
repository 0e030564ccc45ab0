/** Who shall be called to the desk, and when. Pure: rows and wishes in, decisions out. */

import type { Row } from "../../core/protocol.ts";

export const SOUNDS = ["drop", "bell", "knock", "none"] as const;
export type Sound = (typeof SOUNDS)[number];

/** How one person wants to be called, the same on every machine (docs/desk.md). */
export interface NoticeRules {
  sound: Sound;
  /** Seconds after which it sounds again while somebody still waits; 0: once. */
  again: number;
  /** Only for talks that are mine, or for the queue as well. */
  scope: "mine" | "queue";
  /** Whether a note of the system shows what was said, or only that something was. */
  words: boolean;
  /** Hours of the day, "HH:MM", in which nothing sounds and nothing is shown; from = to: none. */
  quiet: { from: string; to: string };
}

/** What of them shall be otherwise. */
export type NoticeChange = Partial<Omit<NoticeRules, "quiet">> & { quiet?: Partial<NoticeRules["quiet"]> };

export const NOTICE: NoticeRules = { sound: "drop", again: 20, scope: "queue", words: true, quiet: { from: "00:00", to: "00:00" } };

/** The talks in which somebody waits for this person, who waits longest first. What is put aside calls nobody. */
export function calling(rows: Iterable<Row>, me: number, scope: NoticeRules["scope"]): Row[] {
  const mine = (row: Row): boolean => row.holder.kind === "operator" && row.holder.id === me;
  const counts = (row: Row): boolean => row.waiting !== null && row.status === "open" && (mine(row) || (scope === "queue" && row.holder.kind === "queue"));
  return [...rows].filter(counts).sort((a, b) => (a.waiting ?? 0) - (b.waiting ?? 0) || a.no - b.no);
}

/** Whether a time of day lies in the quiet hours; they may go over midnight. */
export function isQuiet(quiet: NoticeRules["quiet"], now: Date): boolean {
  const [from, to, at] = [minutesOf(quiet.from), minutesOf(quiet.to), now.getHours() * 60 + now.getMinutes()];
  if (from === to) return false;
  return from < to ? at >= from && at < to : at >= from || at < to;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** What has come since: a talk that did not call before, or a newer word in one that did. `known`: talk → its last number. */
export function freshIn(rows: readonly Row[], known: ReadonlyMap<string, number>): Row[] {
  return rows.filter((row) => row.by === "contact" && row.last > (known.get(row.conv) ?? -1));
}

/** Whether it is time to sound again: somebody still waits, and the last sound is long enough ago. */
export function soundsAgain(rules: NoticeRules, waiting: number, sinceMs: number): boolean {
  return waiting > 0 && rules.again > 0 && sinceMs >= rules.again * 1000;
}
