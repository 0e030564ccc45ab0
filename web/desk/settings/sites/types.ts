/** A site as the server keeps it; `docs/sites.md` says what each part means. */

import type { Language } from "../../../core/i18n.ts";

export type Texts = Partial<Record<Language, string>>;
export interface Says { title: string; greeting: string; offline: string; wait: string | null }
export interface Topic { key: string; text: Texts }
export const KINDS = ["text", "mail", "phone", "number", "choice", "consent"] as const;
export interface Asked {
  key: string;
  kind: (typeof KINDS)[number];
  label: Texts;
  required: boolean;
  choices: Texts[];
  statement: Texts;
  version: string;
}

export interface ClosingField { key: string; label: Texts; required: boolean; choices: Texts[] }

export interface Settings {
  domains: string[];
  languages: Language[];
  says: Partial<Record<Language, Says>>;
  topics: Topic[];
  topic: "required" | "optional";
  fields: Asked[];
  look: { accent: string; radius: number };
  hours: Partial<Record<Day, string[]>>;
  zone: string;
  holidays: string[];
  country: string;
  working: string[];
  launcher: { side: "end" | "start"; text: Texts; logo: string; hides: boolean; ways: { text: Texts; url: string }[] };
  shown: { audience: string[]; pages: string[]; countries: string[]; percent: number; device: "any" | "phone" | "computer"; not_from: string[] };
  peek: boolean;
  sound: boolean;
  push: boolean;
  hold_back: boolean;
  callback: number;
  after_resolve: "reopen" | "new" | "linked";
  reopen_hours: number;
  keep_thanks: boolean;
  mask: { cards: boolean; mails: boolean; patterns: string[] };
  closing: { topic: boolean; fields: ClosingField[] };
  card: { order: string[]; links: { label: Texts; url: string }[] };
}

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

/** What is changed together. */
export interface Content { name: string; settings: Settings }

export interface Signing { secret: boolean; former_until: number | null }

export interface Site extends Content { key: string; etag: string; signing: Signing; team: number | null }

export interface Team { id: number; name: string }

export interface SiteName { key: string; name: string; domains: string[] }
