/** The visitor's files: the tray of those on their way, and where those that were sent can be read now. */

import { effect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { createLinks, type Links, type Urls } from "../core/files.ts";
import { createTray, type Tray } from "../core/tray.ts";
import type { Talk } from "./talk.ts";

let links: Links | null = null;

/** Where the files of message n are now. */
export function linksOf(talk: Talk, n: number): Promise<Urls> {
  if (links === null) {
    const made = (links = createLinks(talk.tell));
    talk.listen((frame) => made.take(frame));
  }
  const conv = talk.conv();
  return conv === null ? Promise.reject(new Error("no talk")) : links.of(conv, n);
}

/** The tray of a talk; what waits for the line goes on when it is back. */
export const useTray = (talk: Talk, scope: string): Tray => useMemo(() => openTray(talk, scope), []);

function openTray(talk: Talk, scope: string): Tray {
  const tray = createTray({
    async target(id, again) {
      const proof = await talk.proof(again);
      const url = `${location.origin}/api/widget/${encodeURIComponent(scope)}/files/${id}`;
      return { url, headers: { "x-pult-key": proof.key, "x-pult-site": proof.site } };
    },
  });
  effect(() => {
    if (talk.status.value === "live") tray.hurry();
  });
  addEventListener("online", tray.hurry);
  return tray;
}
