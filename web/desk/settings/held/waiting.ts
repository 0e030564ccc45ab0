import { computed, signal } from "@preact/signals";
import { ask } from "../requests.ts";

export const REASONS = ["empty", "links", "repeated", "flood", "trap"] as const;
export type Reason = (typeof REASONS)[number];

/** First words that wait for a look. */
export interface Held {
  id: number;
  site: string;
  text: string;
  files: number;
  topic: string | null;
  /** The address that the page said of itself; nobody has proven it. */
  page: string | null;
  reason: string;
  at: string;
}

export interface HeldList { waiting: Held[]; count: number; day: Partial<Record<string, number>> }

/** How often the list is asked for while the settings are on the screen (ms). */
const PERIOD = 5_000;

export const held = signal<HeldList | null>(null);
/** The last question was not answered: what is shown may be old. */
export const unanswered = signal(false);
export const heldCount = computed(() => held.value?.count ?? 0);

export async function askHeld(): Promise<void> {
  const answer = await ask<HeldList>("GET", "/api/held");
  unanswered.value = !answer.ok;
  if (answer.ok) held.value = answer.body;
}

/** Asks now and again until the function that comes back is called; not while nobody can see it. */
export function watchHeld(): () => void {
  const look = (): void => {
    if (document.visibilityState === "visible") void askHeld();
  };
  look();
  const timer = setInterval(look, PERIOD);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

export const release = (id: number) => ask<{ conv: string }>("POST", `/api/held/${id}/release`);
export const ignore = (id: number) => ask<null>("POST", `/api/held/${id}/ignore`);
export const restore = (id: number) => ask<null>("POST", `/api/held/${id}/restore`);
