/** Everything about files: loaded when the first one is chosen or shown, so that a chat of words does not carry it. */

import { effect } from "@preact/signals";
import css from "../../ui/files.css?inline";
import { createLinks, type Links, type Urls } from "../../core/files.ts";
import { createTray, type Tray } from "../../core/tray.ts";
import { dress } from "../lately.ts";
import type { Talk } from "../talk.ts";

export { Attach } from "../parts/Attach.tsx";
export { FilesOf } from "../../ui/FilesOf.tsx";
export { TrayRow } from "../../ui/TrayRow.tsx";
export { choosing, fileWords } from "./words.ts";

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
export function openTray(talk: Talk, scope: string): Tray {
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
  window.addEventListener("online", () => tray.hurry());
  return tray;
}

dress(css);
