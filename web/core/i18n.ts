/** Words of the interface: typed dictionaries, plurals by the language's own rules, times as people say them. */

export type Language = "en" | "ru";
export const LANGUAGES: readonly Language[] = ["en", "ru"];

/** A text with forms by number: chosen by `count` through Intl.PluralRules. */
export type Plural = { other: string } & Partial<Record<Exclude<Intl.LDMLPluralRule, "other">, string>>;
export type Words = Record<string, string | Plural>;
/** The same keys in another language; a plural stays a plural. */
export type Translated<D extends Words> = { [K in keyof D]: D[K] extends string ? string : Plural };

/** What both sides say. */
export interface Speech<D extends Words> {
  language: Language;
  /** The text of a key; `{name}` is replaced by `params.name`; a plural is chosen by `params.count`. */
  t(key: keyof D & string, params?: Record<string, string | number>): string;
  /** 14:05 */
  clock(at: number): string;
  /** today, yesterday, then the date (with the year when it is another one) */
  day(at: number, now: number): string;
}

export interface I18n<D extends Words> extends Speech<D> {
  number(value: number): string;
  /** relative up to a day («5 minutes ago»), then the date */
  ago(at: number, now: number): string;
  /** a length of time as minutes and seconds, 1:05; above an hour 2:03:09 */
  span(ms: number): string;
}

/** The setting when it is a language we speak, else the first of the browser's that we do, else English. */
export function chooseLanguage(setting: string | null | undefined, preferred: readonly string[] = browserLanguages()): Language {
  for (const tag of [setting, ...preferred]) {
    const short = tag?.toLowerCase().split("-")[0];
    const known = LANGUAGES.find((language) => language === short);
    if (known !== undefined) return known;
  }
  return "en";
}

const browserLanguages = (): readonly string[] => globalThis.navigator?.languages ?? [];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A date, with the year when it is another one than now's. */
function datesOf(language: Language): (at: number, now: number) => string {
  const dates = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
  const full = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
  return (at, now) => (new Date(at).getFullYear() === new Date(now).getFullYear() ? dates : full).format(at);
}

/** The words of one language, its clock and its days. */
export function createSpeech<D extends Words>(language: Language, words: Translated<D>): Speech<D> {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const clocks = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = datesOf(language);

  return {
    language,
    t(key, params = {}) {
      const text: string | Plural = words[key];
      const form = typeof text === "string" ? text : (text[plurals.select(Number(params.count ?? 0))] ?? text.other);
      return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = params[name];
        return typeof value === "number" ? numbers.format(value) : (value ?? whole);
      });
    },
    clock: (at) => clocks.format(at),
    day(at, now) {
      const days = Math.round((midnight(at) - midnight(now)) / DAY);
      return days <= 0 && days >= -1 ? relative.format(days, "day") : date(at, now);
    },
  };
}

/** The same with numbers, lengths of time and times ago. */
export function createI18n<D extends Words>(language: Language, words: Translated<D>): I18n<D> {
  const numbers = new Intl.NumberFormat(language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const date = datesOf(language);
  return {
    ...createSpeech<D>(language, words),
    number: (value) => numbers.format(value),
    ago(at, now) {
      const past = Math.max(0, now - at);
      if (past < MINUTE) return relative.format(0, "second");
      if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), "minute");
      return past < DAY ? relative.format(-Math.floor(past / HOUR), "hour") : date(at, now);
    },
    span,
  };
}

/** A length of time as minutes and seconds, 1:05; above an hour 2:03:09. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
