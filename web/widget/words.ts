/** The frame's words: one language is loaded, as a chunk of its own. */

import { createI18n, type I18n, type Language } from "../core/i18n.ts";
import type { en } from "./words/en.ts";

export type WidgetWords = I18n<typeof en>;

export async function loadWords(language: Language): Promise<WidgetWords> {
  const words = language === "ru" ? (await import("./words/ru.ts")).ru : (await import("./words/en.ts")).en;
  return createI18n<typeof en>(language, words);
}
