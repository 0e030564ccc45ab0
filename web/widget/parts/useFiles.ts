/** The tray of files for the next words; it comes with the first file. */

import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Tray } from "../../core/tray.ts";
import { fileKit } from "../lately.ts";
import type { Talk } from "../talk.ts";

export interface Files {
  tray: Tray | null;
  add(files: Iterable<File>): void;
}

export function useFiles(talk: Talk, scope: string): Files {
  const made = useMemo(() => signal<Tray | null>(null), []);
  const add = (files: Iterable<File>): void => {
    const chosen = [...files];
    if (chosen.length > 0) {
      void fileKit.load().then((kit) => (made.value ??= kit.openTray(talk, scope)).add(chosen), () => undefined);
    }
  };
  return { tray: made.value, add };
}
