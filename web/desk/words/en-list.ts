import type { Words } from "../../core/i18n.ts";

/** The lists of chats. */
export const enList = {
  "search.title": "Search everywhere",
  "keys.search": "search everywhere, also on a Mac: ⌘ K",
  "list.mine": "My chats",
  "list.queue": "Queue",
  "list.team": "My teams’ chats",
  "list.all": "All open chats",
  "list.resolved": "Solved lately",
  "list.waiting": { one: "{count} waiting", other: "{count} waiting" },
  "list.more": "Loading more…",
  "list.moreFailed": "The rest could not be loaded.",
  "list.moreAgain": "Try again",
  "tab.mine": "Mine",
  "tab.queue": "Queue",
  "tab.team": "Team",
  "tab.all": "All",
  "row.given": "handed to you",
  "row.givenBy": "from {name}",
  "row.unreadCount": { one: "{count} unread message", other: "{count} unread messages" },
  "empty.team": "No open chats of your teams",
  "empty.teamHow": "Chats that belong to your teams stand here, whoever holds them.",
  "empty.resolved": "Nothing has been solved yet",
  "empty.resolvedHow": "Solved chats stand here, the last one first. From here they can be read and opened again (O).",
  "keys.ban": "ban the visitor",
} as const satisfies Words;
