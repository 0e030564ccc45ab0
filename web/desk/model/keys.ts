import { TABS, type Tab } from "./rows.ts";

/** Keys by their place on the keyboard (`event.code`), so that they work under any layout; letters shown are the Latin ones. */
export type Act =
  | "take" | "resolve" | "reopen" | "transfer" | "note" | "reply" | "next" | "previous" | "open" | "help"
  | Tab | "settings" | "find" | "unread" | "close" | "snooze" | "wake" | "promise" | "tags" | "ban" | "mute" | "over"
  | "views" | "pick" | "pickAll" | "reachNext" | "reachPrevious" | "newest" | "window" | "invite" | "leave" | "whisper" | "among" | "accept" | "refuse" | "pull" | "floor";

export interface KeyPress {
  code: string;
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const PLACES: Readonly<Record<string, Act>> = {
  KeyA: "take", KeyE: "resolve", KeyO: "reopen", KeyT: "transfer", KeyN: "note", KeyR: "reply",
  KeyJ: "next", ArrowDown: "next", KeyK: "previous", ArrowUp: "previous", Enter: "open",
  KeyV: "views", KeyW: "window", KeyX: "pick", KeyG: "newest", KeyZ: "snooze", KeyP: "promise", KeyL: "tags", KeyM: "mute", KeyB: "ban", KeyI: "invite", KeyC: "among", KeyY: "accept", KeyD: "refuse", KeyQ: "pull", KeyH: "floor",
  Digit1: "mine", Digit2: "queue", Digit3: "team", Digit4: "all", Digit5: "resolved", Comma: "settings", KeyF: "find", KeyU: "unread",
};

const SHIFTED: Readonly<Record<string, Act>> = {
  KeyE: "close", KeyA: "over", KeyN: "whisper", KeyX: "pickAll", KeyJ: "reachNext", ArrowDown: "reachNext", KeyK: "reachPrevious", ArrowUp: "reachPrevious",
};

/** What is shown on buttons and in the list of keys. */
export const SHOWN: Readonly<Record<Act, string>> = {
  take: "A", resolve: "E", reopen: "O", transfer: "T", note: "N", reply: "R", next: "J", previous: "K", open: "⏎", help: "?",
  mine: "1", queue: "2", team: "3", all: "4", resolved: "5", settings: ",", find: "F", unread: "U",
  close: "⇧E", snooze: "Z", wake: "Z", promise: "P", tags: "L", mute: "M", ban: "B", over: "⇧A",
  views: "V", pick: "X", pickAll: "⇧X", reachNext: "⇧J", reachPrevious: "⇧K", newest: "G", window: "W", invite: "I", leave: "", whisper: "⇧N", among: "C", accept: "Y", refuse: "D", pull: "Q", floor: "H",
};

/** The act behind a key, or null. A key with Ctrl, ⌘ or Alt belongs to the browser. «?» is where the layout puts it, or Shift + slash. */
export function actOf(press: KeyPress): Act | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.key === "?" || (press.shiftKey && press.code === "Slash")) return "help";
  if (press.shiftKey) return SHIFTED[press.code] ?? null;
  return PLACES[press.code] ?? null;
}

/** ⌘K or Ctrl + K, under any layout and also while one writes. */
export const isSearch = (press: KeyPress): boolean =>
  press.code === "KeyK" && (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey;

/** The list that an act shows, if it shows one. */
export const listOf = (act: Act | null): Tab | null => TABS.find((tab) => tab === act) ?? null;

/** Where letters are text, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && target.type === "checkbox") return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
