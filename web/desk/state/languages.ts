import { language } from "./settings.ts";

/** What the desk calls a language that is told by its code; what is no code stays as it is. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
