import { languageWish, LANGUAGE_WISHES, say, setLanguage, setTheme, theme, THEMES } from "../state/settings.ts";

const OWN_NAMES = { en: "English", ru: "\u0420\u0443\u0441\u0441\u043a\u0438\u0439" } as const;

/** Language and look: kept with the account, and in this browser for the gate. A language is named in itself. */
export function Choices() {
  return (
    <>
      <select class="select" aria-label={say("choice.language")} value={languageWish.value} data-testid="language"
        onChange={(event) => { const next = LANGUAGE_WISHES.find((one) => one === event.currentTarget.value); if (next) setLanguage(next); }}>
        {LANGUAGE_WISHES.map((one) => one === "browser"
          ? <option key={one} value={one}>{say("language.browser")}</option>
          : <option key={one} value={one} lang={one}>{OWN_NAMES[one]}</option>)}
      </select>
      <select class="select" aria-label={say("choice.theme")} value={theme.value} data-testid="theme"
        onChange={(event) => { const next = THEMES.find((one) => one === event.currentTarget.value); if (next) setTheme(next); }}>
        {THEMES.map((one) => <option key={one} value={one}>{say(`theme.${one}`)}</option>)}
      </select>
    </>
  );
}
