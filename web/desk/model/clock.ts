import type { Row } from "../../core/protocol.ts";

/** Where nothing is promised an answer is late after so long (ms). */
export const USUAL_MS = 60_000;

export type Lateness = "plain" | "wait" | "late";

/** How somebody waits since `waiting`: calm in the first half of what is promised, amber in the second, red from its end on. */
export function lateness({ waiting, due }: Pick<Row, "waiting" | "due">, now: number): Lateness {
  const since = waiting ?? now;
  if (!due || due.kind === "resolve") return now - since >= USUAL_MS ? "late" : "wait";
  if (now >= due.at) return "late";
  return now - since >= (due.at - since) / 2 ? "wait" : "plain";
}

/** Midnight of the day, local time: the key under which entries of one day stand together. */
export const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** For a row: the time of day today, else the short date. */
export function rowTime(at: number, now: number, language: string): string {
  const today = dayOf(at) === dayOf(now);
  const shape = today ? ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const) : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(language, shape).format(at);
}
