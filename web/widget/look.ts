/** A site's wishes for its button: they come with the loader itself, so that a page view stays one request. */

import type { Language } from "../core/i18n.ts";

export interface LoaderLook {
  side?: "start" | "end";
  text?: Partial<Record<Language, string>>;
  /** A data address. */
  logo?: string;
  /** The accent on a light and on a dark page. */
  accent?: string;
  dark?: string;
  audience?: string[];
  pages?: string[];
  percent?: number;
  device?: "any" | "phone" | "computer";
  hidden?: boolean;
  /** Shown in the button's place while nobody can answer; absent: the button stays. */
  ways?: { text: Partial<Record<Language, string>>; url: string }[];
}

/** What a link or a page asks the chat to begin with. */
export interface Beginning {
  topic?: string;
  /** What it is about: a name or a number. */
  about?: string;
  /** It came from a notice of the product. */
  notice?: boolean;
}

/** Whether this visitor on this page sees the button. `lot`: 0 to 99, the same for a browser as long as it keeps anything;
 * `phone`: the device is held in a hand. */
export function shownHere(look: LoaderLook, path: string, audience: string, phone: boolean, lot: () => number): boolean {
  const { percent = 100, device } = look;
  return !look.hidden && device !== (phone ? "computer" : "phone") && (!look.audience || look.audience.includes(audience)) &&
    (!look.pages || look.pages.some((page) => fits(page, path))) && (percent > 99 || lot() < percent);
}

/** Whom a token names; it is not checked here, only used to draw the same lot each time. */
export function subjectOf(token: string | undefined): string | null {
  try {
    const claims = JSON.parse(atob((token ?? "").split(".")[1]?.replace(/-/g, "+").replace(/_/g, "/") ?? "")) as { sub?: unknown };
    return typeof claims.sub === "string" ? claims.sub : null;
  } catch {
    return null;
  }
}

/** 0 to 99, spread evenly, the same for the same text (FNV-1a). */
export function lotOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % 100;
}

const fits = (page: string, path: string): boolean =>
  new RegExp(`^${page.replace(/[^\w*]/g, "\\$&").replace(/\*+/g, ".*")}$`).test(path);

/** `#pult`, `#pult?topic=pay&about=42`: open the chat so; null for any other address. */
export function beginningOf(hash: string): Beginning | null {
  if (!/^#pult(\?|$)/.test(hash)) return null;
  const given = new URLSearchParams(hash.slice(6));
  const made: Beginning = {};
  const topic = given.get("topic");
  const about = given.get("about");
  if (topic) made.topic = topic.slice(0, 40);
  if (about) made.about = about.slice(0, 200);
  if (topic || about) made.notice = true;
  return made;
}
