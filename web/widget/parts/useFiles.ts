/** The tray of files for the next words, and the parts that show files; both come with the first file. */

import { effect, signal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Tray } from "../../core/tray.ts";
import type { Talk } from "../talk.ts";

type Kit = typeof import("../files/kit.ts");

const kit = signal<Kit | null>(null);
let loading: Promise<Kit> | null = null;

/** The parts; a load that failed is tried again with the next wish. */
function load(): Promise<Kit> {
  loading ??= import("../files/kit.ts").then(
    (found) => (kit.value = found),
    (reason: unknown) => {
      loading = null;
      throw reason;
    },
  );
  return loading;
}

export function useKit(wanted: boolean): Kit | null {
  if (wanted && kit.value === null) void load().catch(() => undefined);
  return kit.value;
}

export interface Files {
  tray: Tray | null;
  add(files: Iterable<File>): void;
}

export function useFiles(talk: Talk, scope: string): Files {
  const kept = useRef<Tray | null>(null);
  const made = useMemo(() => signal<Tray | null>(null), []);
  const add = (files: Iterable<File>): void => {
    const chosen = [...files];
    if (chosen.length > 0) void load().then((parts) => open(parts).add(chosen), () => undefined);
  };
  function open(parts: Kit): Tray {
    if (kept.current !== null) return kept.current;
    const tray = parts.createTray({
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
    return (made.value = kept.current = tray);
  }
  return { tray: made.value, add };
}
