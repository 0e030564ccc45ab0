/** The pages that this visitor has seen in this tab: the last twenty, in the tab's own storage. */

import type { Page } from "./bridge.ts";
import type { Slot } from "./slot.ts";

const MOST = 20;

export interface Trail {
  /** The page's own title, without the number that we put before it. */
  title(): string;
  /** All of them, oldest first. */
  pages(): Page[];
  /** Puts the page of now behind the others; null: it stands there already. */
  note(): Page | null;
}

export function createTrail(kept: Slot): Trail {
  const title = (): string => document.title.replace(/^\(\d+\) /, "");

  function pages(): Page[] {
    try {
      return JSON.parse(kept.get() ?? "[]") as Page[];
    } catch {
      // Somebody else has written there: begin anew.
      return [];
    }
  }

  return {
    title, pages,
    note() {
      const seen = pages();
      const last = seen.at(-1);
      const url = location.href.slice(0, 2000);
      const now = title().slice(0, 300);
      if (last?.url === url && last.title === now) return null;
      if (last?.url === url) seen.pop();
      const page = { url, title: now, referrer: document.referrer.slice(0, 2000), at: Date.now() };
      kept.set(JSON.stringify([...seen, page].slice(-MOST)));
      return page;
    },
  };
}
