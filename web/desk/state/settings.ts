import { computed, effect, signal } from "@preact/signals";
import { chooseLanguage, LANGUAGES, type Language } from "../../core/i18n.ts";
import { guarded } from "../../core/storage.ts";
import { SPEECH, type Say } from "../model/say.ts";

export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

const keep = guarded();
const night = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
const systemDark = signal(night?.matches ?? false);
night?.addEventListener("change", (event) => (systemDark.value = event.matches));

/** A language, or whichever of them the browser prefers. */
export type LanguageWish = Language | "browser";
export const LANGUAGE_WISHES: readonly LanguageWish[] = ["browser", ...LANGUAGES];
const wishOf = (kept: string | null): LanguageWish => LANGUAGE_WISHES.find((one) => one === kept) ?? "browser";

export const languageWish = signal<LanguageWish>(wishOf(keep.get("pult.language")));
export const language = computed<Language>(() => chooseLanguage(languageWish.value));
export const theme = signal<Theme>(THEMES.find((one) => one === keep.get("pult.theme")) ?? "system");

/** Words and times in the chosen language; reading it in a component follows the choice. */
export const speech = computed(() => SPEECH[language.value]);
export const say: Say = (word, gaps) => speech.value.t(word, gaps);

export interface Look { language?: LanguageWish | null; theme?: Theme | null }

/** Who keeps a choice on the server; nobody while no one is signed in. */
let keeper: ((look: Look) => void) | null = null;

/** From now on choices are told to `tell`; what is given back ends that. */
export function keepLook(tell: (look: Look) => void): () => void {
  keeper = tell;
  return () => void (keeper === tell && (keeper = null));
}

/** As it was chosen, here or at another desk; what is not named stays. This browser remembers it for the gate. */
export function adopt({ language: wish, theme: next }: Look): void {
  if (wish) {
    keep.set("pult.language", wish);
    languageWish.value = wish;
  }
  if (next) {
    keep.set("pult.theme", next);
    theme.value = next;
  }
}

export function setLanguage(next: LanguageWish): void {
  adopt({ language: next });
  keeper?.({ language: next });
}

export function setTheme(next: Theme): void {
  adopt({ theme: next });
  keeper?.({ theme: next });
}

export { LANGUAGES };

/** The page itself follows: its language for readers, its theme for the tokens. */
export function dressPage(): void {
  effect(() => {
    const root = document.documentElement;
    root.lang = language.value;
    root.dataset.theme = theme.value === "system" ? (systemDark.value ? "dark" : "light") : theme.value;
  });
}
