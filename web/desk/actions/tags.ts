/** Tags: their colours, and what stands in the field as a list. Pure. */

export const TONES = ["a", "b", "c", "d", "e"] as const;
export type TagTone = (typeof TONES)[number];

/** The same tag has the same colour on every desk. */
export function toneOf(tag: string): TagTone {
  let sum = 0;
  for (const letter of tag) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return TONES[sum % TONES.length] ?? "a";
}

/** As the server keeps it: lower case, one space between words, no «#». */
export const tagOf = (text: string): string => text.trim().replace(/^#+/, "").trim().replace(/\s+/g, " ").toLowerCase();

/** The tags in a text with commas, each once. */
export const tagsIn = (text: string): string[] => [...new Set(text.split(/[,;\n]/).map(tagOf).filter(Boolean))];
