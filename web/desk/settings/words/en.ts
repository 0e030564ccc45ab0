import type { Words } from "../../../core/i18n.ts";

/** The frame of the settings and the titles of its pages; each page keeps its own words beside itself. */
export const en = {
  "settings.title": "Settings",
  "settings.pages": "Pages of the settings",
  "settings.back": "Back to the chats",
  "settings.up": "Back to the list of settings",
  "settings.choose": "Choose a page on the left.",
  "settings.unknown": "There is no such page here",
  "settings.unknownHow": "Perhaps it has moved, or it is not open to you. Choose another one from the list.",

  "group.own": "For you",
  "group.channels": "Channels",
  "group.team": "Team",
  "group.replies": "Replies",

  "page.notice": "Sounds and notes",
  "page.sites": "Sites",
  "page.check": "Installation",
  "page.held": "Held back",
  "page.letters": "Letters",
  "page.bans": "Bans",
  "badge.waiting": { one: "{count} waits", other: "{count} wait" },
  "page.device": "Look and keys",
  "page.profile": "Your account",
  "page.people": "People",
  "page.skills": "Skills",
  "page.states": "States",
  "page.hours": "Hours",
  "page.walls": "Big screens",
  "page.routing": "Teams and routing",
  "page.rules": "Rules",
  "page.hooks": "Addresses outside",
  "page.incidents": "Incidents",
  "page.writing": "Writing",
  "page.canned": "Saved replies",

  "device.how": "Yours on every machine where you sign in.",
  "device.look": "Language and look",
  "device.keys": "Keys",
} as const satisfies Words;

export type SettingsWord = keyof typeof en;
