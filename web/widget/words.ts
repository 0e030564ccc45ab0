/** The frame's words: one language is loaded, as a chunk of its own. */

import { createSpeech, type Language, type Speech } from "../core/i18n.ts";
import type { en } from "./words/en.ts";

export type WidgetWords = Speech<typeof en>;

export async function loadWords(language: Language): Promise<WidgetWords> {
  const words = language === "ru" ? (await import("./words/ru.ts")).ru : (await import("./words/en.ts")).en;
  return createSpeech<typeof en>(language, words);
}
