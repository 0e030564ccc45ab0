/** Small forms inside a talk, and what a talk begins with: docs/protocol.md, «Forms». */

export type AskKind = "text" | "mail" | "phone" | "number" | "choice" | "consent" | "buttons";

/** One question. Of a consent `label` is the statement; `buttons` is a choice that one press answers. */
export interface Ask {
  key: string;
  kind: AskKind;
  label?: string;
  required?: boolean;
  choices?: string[];
}

export interface AskForm { fields: Ask[] }

/** An answer as it is sent: words, the place of a choice, true for a consent. */
export type Given = Record<string, string | number | boolean>;

/** What somebody answered: before the first word (in the operators' language), or to a form. */
export interface Answered { key: string; kind: string; label: string; value: string }

/** What a new talk begins with: keys of the site's topics and questions, and answers. */
export interface Start {
  topic?: string; about?: string; notice?: boolean;
  fields?: Given;
  mail?: string;
  lang?: string;
  trap?: string;
  /** The address that it is written on. */
  page?: string;
}
