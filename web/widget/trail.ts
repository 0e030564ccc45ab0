/** The pages that this visitor has seen in this tab: the last twenty, in the tab's own storage. */

import type { Page } from "./bridge.ts";
import type { Slot } from "./slot.ts";

const MOST = 20;

/** The page's own title, without the number that we put before it. */
export const plainTitle = (): string => document.title.replace(/^\(\d+\) /, "");

/** All of them, oldest first. */
export function pages(kept: Slot): Page[] {
  try {
    return JSON.parse(kept.get() ?? "[]") as Page[];
  } catch {
    // Somebody else has written there: begin anew.
    return [];
  }
}

/** Puts the page of now behind the others; null: it stands there already. */
export function note(kept: Slot): Page | null {
  const seen = pages(kept);
  const last = seen.at(-1);
  const url = location.href.slice(0, 2000);
  const title = plainTitle().slice(0, 300);
  if (last?.url === url && last.title === title) return null;
  if (last?.url === url) seen.pop();
  const page = { url, title, referrer: document.referrer.slice(0, 2000), at: Date.now() };
  kept.set(JSON.stringify([...seen, page].slice(-MOST)));
  return page;
}
