import { createI18n, type Translated, type Words } from "../../core/i18n.ts";
import { language } from "./settings.ts";

/** The words of a part that is loaded on demand, in the language that is chosen now; read in a component it follows the choice. */
export function speaker<D extends Words>(en: D, ru: Translated<D>) {
  const spoken = { en: createI18n<D>("en", en as Translated<D>), ru: createI18n<D>("ru", ru) };
  return (word: keyof D & string, gaps?: Record<string, string | number>): string => spoken[language.value].t(word, gaps);
}
