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

export const language = signal<Language>(chooseLanguage(keep.get("pult.language")));
export const theme = signal<Theme>(THEMES.find((one) => one === keep.get("pult.theme")) ?? "system");

/** Words and times in the chosen language; reading it in a component follows the choice. */
export const speech = computed(() => SPEECH[language.value]);
export const say: Say = (word, gaps) => speech.value.t(word, gaps);

export function setLanguage(next: Language): void {
  keep.set("pult.language", next);
  language.value = next;
}

export function setTheme(next: Theme): void {
  keep.set("pult.theme", next);
  theme.value = next;
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
