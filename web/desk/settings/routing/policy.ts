/** The settings of time of one team, as the server keeps them (docs/routing.md); parts that this page does not show stay as they are. */

export const FATES = ["keep", "back", "on_word"] as const;
export type Fate = (typeof FATES)[number];
export const GONE = ["transfers", "pause", "away", "offline", "gone"] as const;

/** Customers of whom something is told under a name; without a name those whose chat has a tag. */
export interface Group { name: string | null; in: string[] }
export interface Target { channel: string | null; topic: string | null; group: Group | null; first: number | null; next: number | null; resolve: number | null; clock: "business" | "always" }
export interface States extends Record<(typeof GONE)[number], Fate> { grace: number }
export interface OwnHours { hours: Record<string, string[]>; zone: string; holidays: string[]; country?: string; working?: string[] }
/** Words in one language or in both. */
export type Said = Partial<Record<"ru" | "en", string>>;
export interface AutoClose { channel: string | null; after: number; text: Said; then: number; hold: string }
export interface AutoReply { channel: string | null; who: "new" | "known"; when: "open" | "closed"; text: Said }
export interface Policy {
  hours: OwnHours | null;
  targets: Target[];
  take_back: { after: number } | null;
  overflow: { after: number; to: number; full?: boolean } | null;
  states: States | null;
  closing: AutoClose[];
  replies: AutoReply[];
  [more: string]: unknown;
}

export const NOTHING: Policy = { hours: null, targets: [], take_back: null, overflow: null, states: null, closing: [], replies: [] };
export const USUAL_STATES: States = { transfers: "keep", pause: "keep", away: "keep", offline: "on_word", gone: "back", grace: 60 };
export const NEW_TARGET: Target = { channel: null, topic: null, group: null, first: 60, next: null, resolve: null, clock: "business" };
export const NEW_CLOSE: AutoClose = { channel: null, after: 86_400, text: {}, then: 600, hold: "hold" };
export const NEW_REPLY: AutoReply = { channel: null, who: "new", when: "closed", text: {} };
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Working days from nine to six, in this browser's zone. */
export const usualHours = (): OwnHours => ({
  hours: Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, ["09:00-18:00"]])), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, holidays: [],
});

/** Spans as they are typed, «09:00–13:00, 14:00-18:00», as they are kept. */
export const spansOf = (text: string): string[] => text.split(",").map((one) => one.trim().replace(/\s*[-–—]\s*/, "-")).filter(Boolean);

/** What the server refused stands in one part of the form. */
export function partOf(pointer: string): (typeof PARTS)[number] | "other" {
  const [, part] = pointer.split("/");
  return PARTS.find((one) => one === part) ?? "other";
}

const PARTS = ["hours", "targets", "take_back", "overflow", "states", "closing", "replies"] as const;

/** Words with one language changed; what is empty is not kept. */
export function said(text: Said, language: "ru" | "en", words: string): Said {
  const { [language]: _, ...others } = text;
  return words.trim() === "" ? others : { ...others, [language]: words };
}
