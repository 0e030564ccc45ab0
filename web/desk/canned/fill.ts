import type { DeskState } from "../../core/protocol.ts";
import { plainName } from "../model/gaps.ts";
import { ATTRIBUTE, VARIABLES, type Variable } from "../words/variables.ts";
import { greeting } from "./words/greetings.ts";

export interface Known {
  state: DeskState;
  /** What visitors call the operator. */
  operator: string;
  now: Date;
}

/** The text with everything in its gaps that is known; what is not known stays as a gap. */
export function filled(text: string, language: string, known: Known): string {
  return text.replace(/\{([^{}\n]{1,60})\}/g, (whole, name: string) => valueOf(plainName(name), language, known) ?? whole);
}

function valueOf(name: string, language: string, known: Known): string | null {
  const attribute = ATTRIBUTE.exec(name)?.[1];
  if (attribute !== undefined) return told(attribute, known.state);
  const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
  return variable === undefined ? null : (VALUES[variable](known, language)?.trim() || null);
}

const VALUES: Readonly<Record<Variable, (known: Known, language: string) => string | null>> = {
  contact: ({ state }) => state.contact.name,
  first: ({ state }) => state.contact.name?.trim().split(/\s+/)[0] ?? null,
  number: ({ state }) => (state.contact.number === undefined ? null : String(state.contact.number)),
  operator: ({ operator }) => operator,
  case: ({ state }) => String(state.no),
  topic: ({ state }) => state.topic,
  site: ({ state }) => state.channel.name,
  date: ({ now }, language) => new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(now),
  greeting: ({ now }, language) => greeting(language.slice(0, 2), now.getHours()),
};

/** What the site has told about the person; what it has signed goes before what only the page says. */
function told(attribute: string, { contact }: DeskState): string | null {
  for (const part of [contact.about?.signed, contact.about?.said]) {
    const name = Object.keys(part ?? {}).find((one) => plainName(one) === attribute);
    const value = name === undefined ? null : part?.[name];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return null;
}

/** In which language to answer: the visitor's when there is one, else the operator's, else any. */
export function languageFor(texts: Readonly<Record<string, string>>, state: DeskState, own: string): string {
  const theirs = state.contact.about?.context.language?.toLowerCase() ?? "";
  const wanted = [theirs, theirs.slice(0, 2), own];
  return wanted.find((one) => one !== "" && Object.hasOwn(texts, one)) ?? Object.keys(texts)[0] ?? own;
}
