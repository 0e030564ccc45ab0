/** Times that are offered with one press: for putting a talk aside and for a promise. Pure. */

export const OFFERS = ["hour", "evening", "morning", "monday"] as const;
export type Offer = (typeof OFFERS)[number];

const HOUR = 3_600_000;
const DAY_BEGINS = 9;
const DAY_ENDS = 18;

/** The times that make sense now, in order: «this evening» only while it is still day, no time twice. */
export function offersAt(now: number): { offer: Offer; at: number }[] {
  const all = OFFERS.map((offer) => ({ offer, at: timeOf(offer, now) }));
  return all.filter((one, index) => one.at >= now + HOUR / 2 && all.findIndex((other) => other.at === one.at) === index);
}

/** When an offer means, by the clock of the person's own machine. */
export function timeOf(offer: Offer, now: number): number {
  if (offer === "hour") return Math.ceil((now + HOUR) / 300_000) * 300_000;
  const day = new Date(now);
  if (offer === "evening") return day.setHours(DAY_ENDS, 0, 0, 0);
  const days = offer === "morning" ? 1 : ((8 - day.getDay()) % 7 || 7);
  day.setDate(day.getDate() + days);
  return day.setHours(DAY_BEGINS, 0, 0, 0);
}

/** For `<input type="datetime-local">`: local, to the minute. */
export function localOf(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What stands in such an input, or null when it is no time to come. */
export function timeIn(value: string, now: number): number | null {
  const at = new Date(value).getTime();
  return Number.isFinite(at) && at > now ? at : null;
}
