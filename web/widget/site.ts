/** A site as the frame is told of it in the boot answer; what is absent has its default. */

import type { Language } from "../core/i18n.ts";
import type { Start } from "../core/protocol.ts";
import type { Boot } from "./bridge.ts";

export type Texts = Partial<Record<Language, string>>;
export interface Topic { key: string; text: Texts }
export interface Asked {
  key: string;
  kind: "text" | "mail" | "phone" | "number" | "choice" | "consent";
  label: Texts;
  required?: boolean;
  choices?: Texts[];
  statement?: Texts;
}
interface Says { name?: string; title?: string; notice?: string; greeting?: string; offline?: string; wait?: string | null }
export interface Accent { accent: string; on: string }

export interface SiteLook {
  name: string;
  peek: boolean;
  lang: string | null;
  colours?: { light: Accent; dark: Accent };
  says?: Partial<Record<Language, Says>>;
  topics?: Topic[];
  topic?: "required" | "optional";
  fields?: Asked[];
  languages?: Language[];
  radius?: number;
  logo?: string;
  quiet?: boolean;
  away?: boolean;
  until?: number;
  wait?: number;
  mail?: boolean;
  /** Words after the end begin a new talk: it is asked anew what it is about. */
  again?: boolean;
  /** Who waits may ask to be called. */
  callback?: boolean;
  /** A word, good once, with which this browser may ask to be told of an answer. */
  tell?: string;
}

/** What is told of a site while a chat is open. */
export const nowOf = (look: SiteLook, now: Partial<Pick<SiteLook, "away" | "until" | "tell">>): SiteLook => {
  const { until: _, ...rest } = look;
  return { ...rest, ...now, away: now.away === true };
};

export const lookOf = (boot: Boot["site"]): SiteLook => boot as SiteLook;

/** A text in this language, or in the site's first, or in any. */
export const inLanguage = (texts: Texts | undefined, language: Language, look: SiteLook): string =>
  texts?.[language] || texts?.[look.languages?.[0] ?? "en"] || Object.values(texts ?? {})[0] || "";

/** Whether a talk begins with answers and not just with words. */
export const asksFirst = (look: SiteLook): boolean => (look.fields ?? []).length > 0 || (look.away === true && look.mail === true);

/** Whether there is anything to see before a talk. */
export const hasHome = (look: SiteLook): boolean =>
  asksFirst(look) || look.away === true || look.wait !== undefined || (look.topics ?? []).length > 0 ||
  Object.values(look.says ?? {}).some((says) => says.title || says.notice || says.greeting || says.wait);

/** Whether the first word may be written at once: nothing that must be given is missing. */
export const mayWrite = (look: SiteLook, start: Start): boolean =>
  !asksFirst(look) && ((look.topics ?? []).length === 0 || look.topic === "optional" || start.topic !== undefined);
