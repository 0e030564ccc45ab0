/** What is worth a sound: bars that are crossed now and were not before. Rules are this browser's own. */

import { guarded } from "../../core/storage.ts";
import type { Sound } from "../notice/rules.ts";
import { barOf, isQueued, lateness, manned, waitingCount, type Board } from "./model.ts";

export interface AlertRules { late: boolean; figures: boolean; nobody: boolean; sound: Sound }
export type Alert = { kind: "late"; conv: string; name: string | null; no: number } | { kind: "first_reply" | "waiting"; channel: string; average: number } | { kind: "nobody"; count: number };

export const USUAL_RULES: AlertRules = { late: true, figures: true, nobody: true, sound: "bell" };
const KEY = "pult.floor.alerts";
const keep = guarded();

export function keptRules(): AlertRules {
  try {
    return { ...USUAL_RULES, ...(JSON.parse(keep.get(KEY) ?? "{}") as Partial<AlertRules>) };
  } catch {
    return USUAL_RULES;
  }
}

export const keepRules = (rules: AlertRules): void => keep.set(KEY, JSON.stringify(rules));

/** Everything that is beyond its bar now, by a name under which it is told once. */
export function crossed(board: Board, rules: AlertRules, now: number): Map<string, Alert> {
  const found = new Map<string, Alert>();
  if (rules.late) {
    for (const talk of board.talks.values()) {
      if (isQueued(talk) && lateness(talk, board.bars, now) === "late") found.set(`late ${talk.conv}`, { kind: "late", conv: talk.conv, name: talk.name ?? null, no: talk.no });
    }
  }
  for (const one of rules.figures ? board.figures : []) {
    for (const kind of ["first_reply", "waiting"] as const) {
      const { average } = one[kind];
      if (average !== null && average > barOf(board.bars, one.channel)[kind] * 1000) found.set(`${kind} ${one.channel}`, { kind, channel: one.channel, average });
    }
  }
  const count = waitingCount(board);
  if (rules.nobody && count > 0 && manned(board.people.values()).ready === 0) found.set("nobody", { kind: "nobody", count });
  return found;
}

/** What has been crossed since; `before` null: the board has just come, what is late already is shown, not called. */
export const fresh = (now: ReadonlyMap<string, Alert>, before: ReadonlySet<string> | null): Alert[] =>
  before === null ? [] : [...now].filter(([key]) => !before.has(key)).map(([, alert]) => alert);
