/** Waiting inside the target is amber; from the target on it is red. */
export const TARGET_MS = 60_000;

export type Lateness = "wait" | "late";

export const lateness = (waited: number): Lateness => (waited >= TARGET_MS ? "late" : "wait");

/** Midnight of the day, local time: the key under which entries of one day stand together. */
export const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** For a row: the time of day today, else the short date. */
export function rowTime(at: number, now: number, language: string): string {
  const today = dayOf(at) === dayOf(now);
  const shape = today ? ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const) : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(language, shape).format(at);
}
