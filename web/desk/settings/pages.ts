import type { ReadonlySignal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { Operator } from "../state/api.ts";
import { heldCount, watchHeld } from "./held/waiting.ts";
import type { SettingsWord } from "./words/en.ts";

/** The headings of the list of pages, from top to bottom. */
export const GROUPS = ["own", "channels", "team", "replies"] as const;

export interface PageProps {
  /** What of the page the address names: `#/settings/sites/shop` gives `["shop"]`. */
  path: readonly string[];
}

export interface SettingsPage {
  /** Stands in the address after `#/settings/`. */
  id: string;
  group: (typeof GROUPS)[number];
  /** A word of `words/en.ts` and `words/ru.ts`. */
  title: SettingsWord;
  /** Fetched when somebody opens the page; what it draws stands in a `Frame`. */
  load: () => Promise<{ default: ComponentType<PageProps> }>;
  /** The permission that shows the page (`docs/access.md`); the server decides again. Absent: everybody sees it. */
  needs?: string;
  /** How much waits there, beside its title, and what keeps that number fresh while the settings are open. */
  badge?: { count: ReadonlySignal<number>; watch: () => () => void };
}

/** Every page of the settings: a new one is a line here, a title in the dictionaries, and its own file or folder. */
export const PAGES: readonly SettingsPage[] = [
  { id: "sites", group: "channels", title: "page.sites", needs: "sites.manage", load: () => import("./sites/Sites.tsx") },
  { id: "check", group: "channels", title: "page.check", needs: "sites.manage", load: () => import("./check/Check.tsx") },
  { id: "held", group: "channels", title: "page.held", needs: "held.release", badge: { count: heldCount, watch: watchHeld }, load: () => import("./held/Held.tsx") },
  { id: "letters", group: "channels", title: "page.letters", needs: "sites.manage", load: () => import("./letters/Letters.tsx") },
  { id: "bans", group: "channels", title: "page.bans", needs: "bans.manage", load: () => import("../bans/Bans.tsx") },
  { id: "device", group: "own", title: "page.device", load: () => import("./pages/Device.tsx") },
  { id: "notice", group: "own", title: "page.notice", load: () => import("../notice/NoticePage.tsx") },
  { id: "profile", group: "own", title: "page.profile", load: () => import("../people/Profile.tsx") },
  { id: "people", group: "team", title: "page.people", needs: "people.manage", load: () => import("../people/People.tsx") },
  { id: "routing", group: "team", title: "page.routing", needs: "people.manage", load: () => import("./routing/Routing.tsx") },
  { id: "skills", group: "team", title: "page.skills", needs: "people.manage", load: () => import("./skills/Skills.tsx") },
  { id: "states", group: "team", title: "page.states", needs: "people.manage", load: () => import("./states/States.tsx") },
  { id: "hours", group: "team", title: "page.hours", needs: "floor", load: () => import("./hours/Hours.tsx") },
  { id: "walls", group: "team", title: "page.walls", needs: "floor", load: () => import("./walls/Walls.tsx") },
  { id: "incidents", group: "team", title: "page.incidents", needs: "rules.manage", load: () => import("./incidents/Incidents.tsx") },
  { id: "rules", group: "team", title: "page.rules", needs: "rules.manage", load: () => import("./rules/Rules.tsx") },
  { id: "hooks", group: "team", title: "page.hooks", needs: "rules.manage", load: () => import("./hooks/Hooks.tsx") },
  { id: "writing", group: "own", title: "page.writing", load: () => import("./writing/Writing.tsx") },
  { id: "replies", group: "replies", title: "page.canned", load: () => import("../canned/page/Library.tsx") },
];

export const pagesFor = (operator: Operator): readonly SettingsPage[] => 
  PAGES.filter((page) => page.needs === undefined || operator.permissions.includes(page.needs));
