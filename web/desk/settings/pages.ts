import type { ComponentType } from "preact";
import type { Operator } from "../state/api.ts";
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
  /** Whether this operator gets to see the page; the server decides again. Absent: everybody does. */
  mayOpen?: (operator: Operator) => boolean;
}

/** Every page of the settings: a new one is a line here, a title in the dictionaries, and its own file or folder. */
export const PAGES: readonly SettingsPage[] = [
  { id: "sites", group: "channels", title: "page.sites", load: () => import("./sites/Sites.tsx") },
  { id: "device", group: "own", title: "page.device", load: () => import("./pages/Device.tsx") },
  { id: "writing", group: "own", title: "page.writing", load: () => import("./writing/Writing.tsx") },
];

export const pagesFor = (operator: Operator): readonly SettingsPage[] => PAGES.filter((page) => page.mayOpen?.(operator) ?? true);
