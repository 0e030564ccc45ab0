import { language, LANGUAGES, say, setLanguage, setTheme, theme, THEMES } from "../state/settings.ts";

const OWN_NAMES = { en: "English", ru: "\u0420\u0443\u0441\u0441\u043a\u0438\u0439" } as const;

/** Language and look, kept on this device. A language is named in itself. */
export function Choices() {
  return (
    <>
      <select class="select" aria-label={say("choice.language")} value={language.value} data-testid="language"
        onChange={(event) => { const next = LANGUAGES.find((one) => one === event.currentTarget.value); if (next) setLanguage(next); }}>
        {LANGUAGES.map((one) => <option key={one} value={one} lang={one}>{OWN_NAMES[one]}</option>)}
      </select>
      <select class="select" aria-label={say("choice.theme")} value={theme.value} data-testid="theme"
        onChange={(event) => { const next = THEMES.find((one) => one === event.currentTarget.value); if (next) setTheme(next); }}>
        {THEMES.map((one) => <option key={one} value={one}>{say(`theme.${one}`)}</option>)}
      </select>
    </>
  );
}
