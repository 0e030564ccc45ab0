import { signal } from "@preact/signals";
import { NOTICE, type NoticeChange, type NoticeRules } from "../notice/rules.ts";
import { ask } from "./api.ts";
import { adopt, say, type LanguageWish, type Theme } from "./settings.ts";
import { toast } from "./toasts.ts";

/** How a person wants to write, the same on every machine (docs/desk.md). */
export interface Preferences {
  /** Seconds for which a reply can be called back; 0: it goes at once. */
  undo: number;
  /** A reply waits for a second look when the talk has changed since it was begun, or only when something came unseen. */
  stop: "begun" | "unseen";
  /** How one is called to the desk. */
  notice: NoticeRules;
  /** As chosen; null: never, so each browser has its own. */
  language: LanguageWish | null;
  theme: Theme | null;
}

/** What of them shall be otherwise: the server leaves the rest as it is, whatever this desk knew of it. */
export type Wanted = Partial<Omit<Preferences, "notice">> & { notice?: NoticeChange };

export const UNDO = [0, 5, 10, 20] as const;

export function createPreferences() {
  const value = signal<Preferences>({ undo: 5, stop: "begun", notice: NOTICE, language: null, theme: null });
  // What was chosen or heard meanwhile is newer than an answer that was on its way.
  let turn = 0;
  const take = ({ undo, stop, notice, language, theme }: Preferences): void => {
    turn += 1;
    value.value = { undo, stop, notice, language, theme };
    adopt({ language, theme });
  };
  const load = async (): Promise<void> => {
    const began = turn;
    const answer = await ask("GET", "/api/preferences").catch(() => null);
    if (answer?.status !== 200) return;
    if (turn === began) take(answer.body as Preferences);
    else await load();
  };
  return {
    value, take, load,
    /** Shown at once; what the server does not take comes back with a word about it. */
    async change(part: Wanted): Promise<void> {
      const before = value.value;
      turn += 1;
      const quiet = { ...before.notice.quiet, ...part.notice?.quiet };
      value.value = { ...before, ...part, notice: { ...before.notice, ...part.notice, quiet } };
      const answer = await ask("PATCH", "/api/preferences", part).catch(() => null);
      if (answer?.status === 200) return;
      value.value = before;
      toast(say("error.unavailable"), { tone: "late" });
      void load();
    },
  };
}

export type PreferencesState = ReturnType<typeof createPreferences>;
