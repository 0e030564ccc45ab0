/** The settings of time of one team, as the server keeps them (docs/routing.md); parts that this page does not show stay as they are. */

export const FATES = ["keep", "back", "on_word"] as const;
export type Fate = (typeof FATES)[number];
export const GONE = ["transfers", "pause", "away", "offline", "gone"] as const;

export interface Target { channel: string | null; topic: string | null; first: number | null; next: number | null; resolve: number | null; clock: "business" | "always" }
export interface States extends Record<(typeof GONE)[number], Fate> { grace: number }
export interface OwnHours { hours: Record<string, string[]>; zone: string; holidays: string[] }
export interface Policy {
  hours: OwnHours | null;
  targets: Target[];
  take_back: { after: number } | null;
  overflow: { after: number; to: number } | null;
  states: States | null;
  [more: string]: unknown;
}

export const NOTHING: Policy = { hours: null, targets: [], take_back: null, overflow: null, states: null };
export const USUAL_STATES: States = { transfers: "keep", pause: "keep", away: "keep", offline: "on_word", gone: "back", grace: 60 };
export const NEW_TARGET: Target = { channel: null, topic: null, first: 60, next: null, resolve: null, clock: "business" };
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Working days from nine to six, in this browser's zone. */
export const usualHours = (): OwnHours => ({
  hours: Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, ["09:00-18:00"]])), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, holidays: [],
});

/** Spans as they are typed, «09:00–13:00, 14:00-18:00», as they are kept. */
export const spansOf = (text: string): string[] => text.split(",").map((one) => one.trim().replace(/\s*[-–—]\s*/, "-")).filter(Boolean);

/** What the server refused stands in one part of the form. */
export function partOf(pointer: string): "hours" | "targets" | "take_back" | "overflow" | "states" | "other" {
  const [, part] = pointer.split("/");
  return (["hours", "targets", "take_back", "overflow", "states"] as const).find((one) => one === part) ?? "other";
}
