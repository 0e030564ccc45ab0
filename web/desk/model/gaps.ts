/** Gaps of a saved reply that nothing filled: `{contact name}`. Only names that we know are gaps; anything else is text. */

import { ATTRIBUTE, VARIABLES } from "../words/variables.ts";

const GAP = /\{([^{}\n]{1,60})\}/g;

export interface Gap {
  name: string;
  from: number;
  to: number;
}

export function gapsAt(text: string): Gap[] {
  return [...text.matchAll(GAP)]
    .filter((match) => isVariable(match[1] ?? ""))
    .map((match) => ({ name: match[0], from: match.index, to: match.index + match[0].length }));
}

export const gapsIn = (text: string): string[] => [...new Set(gapsAt(text).map((gap) => gap.name))];

/** The text without its gaps, and without the blanks and commas that they leave behind. */
export function withoutGaps(text: string): string {
  const cut = gapsAt(text).reduceRight((rest, gap) => rest.slice(0, gap.from) + "\uE000" + rest.slice(gap.to), text);
  return cut.replace(/[ \t]*,?[ \t]*\uE000/g, "").replace(/^[ \t,]+/gm, "").replace(/[ \t]+([,.!?;:])/g, "$1").trim();
}

export const plainName = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, " ");

export function isVariable(name: string): boolean {
  const plain = plainName(name);
  return Object.hasOwn(VARIABLES, plain) || ATTRIBUTE.test(plain);
}
