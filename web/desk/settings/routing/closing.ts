/** What a team asks on closing, as a form holds it: lists are lines of text. */

export interface Field { key: string; label: string; required: boolean; choices: string[] }
export interface Closing { topic: boolean; topics: string[]; fields: Field[] }
export interface FieldDraft { key: string; label: string; required: boolean; choices: string }
export interface ClosingDraft { topic: boolean; topics: string; fields: FieldDraft[] }

export const EMPTY: ClosingDraft = { topic: false, topics: "", fields: [] };

const lines = (text: string): string[] => text.split("\n").map((one) => one.trim()).filter(Boolean);

export const draftOf = ({ topic, topics, fields }: Closing): ClosingDraft => ({
  topic, topics: topics.join("\n"), fields: fields.map((one) => ({ ...one, choices: one.choices.join("\n") })),
});

export const closingOf = ({ topic, topics, fields }: ClosingDraft): Closing => ({
  topic, topics: lines(topics), fields: fields.map((one) => ({ ...one, choices: lines(one.choices) })),
});

/** A key that no question has yet. */
export function freeKey(fields: readonly FieldDraft[]): string {
  let no = fields.length + 1;
  while (fields.some((one) => one.key === `answer-${no}`)) no++;
  return `answer-${no}`;
}
