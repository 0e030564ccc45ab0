import { folded } from "../canned/search.ts";
import { otherLayout } from "../canned/words/layout.ts";

const WORD = /[^\p{L}\p{N}]+/u;

/** Whether every word of the query begins a word of the text, as it was typed or as it would be under the other keyboard layout. */
export function answers(query: string, text: string): boolean {
  const there = folded(text).split(WORD);
  const all = (asked: string): boolean => {
    const parts = asked.split(WORD).filter(Boolean);
    return parts.length > 0 && parts.every((part) => there.some((word) => word.startsWith(part)));
  };
  const typed = folded(query);
  return all(typed) || all(folded(otherLayout(typed)));
}
