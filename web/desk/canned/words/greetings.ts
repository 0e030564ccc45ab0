/** What people say by the hour, in the language of a saved reply; from the hour on that stands first. */
const GREETINGS: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  ru: [[5, "Доброе утро"], [12, "Добрый день"], [18, "Добрый вечер"], [23, "Здравствуйте"]],
  en: [[5, "Good morning"], [12, "Good afternoon"], [18, "Good evening"], [23, "Hello"]],
};

export function greeting(language: string, hour: number): string | null {
  const own = GREETINGS[language];
  return own ? (own.findLast(([from]) => hour >= from)?.[1] ?? own.at(-1)?.[1] ?? null) : null;
}
