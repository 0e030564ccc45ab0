/** Times that people choose for «later», in local time (ms). Those that have passed are left out. */
export const OFFERED = ["hour", "evening", "tomorrow", "monday"] as const;
export type Offer = (typeof OFFERED)[number];

const EVENING = 18;
const MORNING = 9;

export function offers(now: Date): { offer: Offer; at: number }[] {
  const at = (days: number, hour: number): number => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour).getTime();
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const all: { offer: Offer; at: number }[] = [
    { offer: "hour", at: Math.ceil((now.getTime() + 3_600_000) / 60_000) * 60_000 },
    { offer: "evening", at: at(0, EVENING) },
    { offer: "tomorrow", at: at(1, MORNING) },
    { offer: "monday", at: at(toMonday, MORNING) },
  ];
  return all.filter((one, place) => one.at > now.getTime() + 5 * 60_000 && !all.slice(0, place).some((other) => other.at === one.at));
}

/** For the field of a date and a time: local, to the minute. */
export function fieldOf(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
