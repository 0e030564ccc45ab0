import { createI18n, type I18n, type Language } from "../../core/i18n.ts";
import { en, type Word } from "../words/en.ts";
import { ru } from "../words/ru.ts";

/** A word of the dictionary with its gaps filled. */
export type Say = (word: Word, gaps?: Record<string, string | number>) => string;

export type Speech = I18n<typeof en>;

export const SPEECH: Readonly<Record<Language, Speech>> = {
  en: createI18n<typeof en>("en", en),
  ru: createI18n<typeof en>("ru", ru),
};
