/** What a saved reply can ask for, by every name that it may be written with. The server knows the same names. */
export const VARIABLES: Readonly<Record<string, Variable>> = {
  "contact name": "contact", "имя клиента": "contact",
  "first name": "first", "имя": "first",
  "contact number": "number", "номер клиента": "number",
  "operator name": "operator", "имя оператора": "operator",
  "case number": "case", "номер обращения": "case",
  "topic": "topic", "тема": "topic",
  "site": "site", "сайт": "site",
  "date": "date", "дата": "date",
  "greeting": "greeting", "приветствие": "greeting",
};

export type Variable = "contact" | "first" | "number" | "operator" | "case" | "topic" | "site" | "date" | "greeting";

/** Anything that the site has told about a person: `{attribute plan}`. */
export const ATTRIBUTE = /^(?:attribute|атрибут) (\S.*)$/;
