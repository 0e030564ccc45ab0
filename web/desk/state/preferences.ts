import { signal } from "@preact/signals";
import { NOTICE, type NoticeRules } from "../notice/rules.ts";
import { ask } from "./api.ts";
import { say } from "./settings.ts";
import { toast } from "./toasts.ts";

/** How a person wants to write, the same on every machine (docs/desk.md). */
export interface Preferences {
  /** Seconds for which a reply can be called back; 0: it goes at once. */
  undo: number;
  /** A reply waits for a second look when the talk has changed since it was begun, or only when something came unseen. */
  stop: "begun" | "unseen";
  /** How one is called to the desk. */
  notice: NoticeRules;
}

export const UNDO = [0, 5, 10, 20] as const;

export function createPreferences() {
  const value = signal<Preferences>({ undo: 5, stop: "begun", notice: NOTICE });
  return {
    value,
    take: ({ undo, stop, notice }: Preferences): void => void (value.value = { undo, stop, notice }),
    async load(): Promise<void> {
      const answer = await ask("GET", "/api/preferences").catch(() => null);
      if (answer?.status === 200) value.value = answer.body as Preferences;
    },
    /** Shown at once; what the server does not take comes back with a word about it. */
    async change(part: Partial<Preferences>): Promise<void> {
      const before = value.value;
      value.value = { ...before, ...part };
      const answer = await ask("PUT", "/api/preferences", value.value).catch(() => null);
      if (answer?.status === 200) return;
      value.value = before;
      toast(say("error.unavailable"), { tone: "late" });
    },
  };
}

export type PreferencesState = ReturnType<typeof createPreferences>;
