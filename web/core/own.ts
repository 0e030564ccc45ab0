/** What all windows of one operator hear about what is hers alone (docs/protocol.md, «What is one's own»). */
export type OwnFrame =
  | { t: "draft"; conv: string; version: number; window: string }
  | { t: "later"; conv: string }
  | { t: "views" }
  | { t: "preferences"; undo: number; stop: "begun" | "unseen"; notice: Calls; language: "en" | "ru" | "browser" | null; theme: "light" | "dark" | "system" | null };

/** How somebody is called to the desk. */
interface Calls {
  sound: "drop" | "bell" | "knock" | "none";
  again: number;
  scope: "mine" | "queue";
  words: boolean;
  quiet: { from: string; to: string };
}
