import type { ListWord } from "./say.ts";
import type { Content, Tree } from "./types.ts";

const content = (filter: Tree, more: Partial<Content> = {}): Omit<Content, "name"> =>
  ({ scope: "own", team: null, of: "open", days: 30, order: "urgent", filter: filter.is === "all" ? filter : { is: "all", of: [filter] }, ...more });

/** Views to begin with, for whoever has none yet. */
export const STARTERS: readonly { name: ListWord; content: Omit<Content, "name"> }[] = [
  { name: "starter.waiting", content: content({ is: "waiting", minutes: 5 }) },
  { name: "starter.overdue", content: content({ is: "promise", minutes: 0 }, { order: "promise" }) },
  { name: "starter.unread", content: content({ is: "all", of: [{ is: "holder", in: ["me"] }, { is: "unread" }] }) },
  { name: "starter.missed", content: content({ is: "missed" }, { of: "resolved", days: 7 }) },
  { name: "starter.bad", content: content({ is: "rating", in: ["bad"] }, { of: "resolved", days: 7 }) },
];
