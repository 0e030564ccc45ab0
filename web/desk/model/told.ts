/** What is told about a contact, as lines of a card. Pure: every value becomes a text, whatever a page has sent. */

import { pieces } from "../../core/text.ts";

export interface ToldLine {
  name: string;
  text: string;
  /** Only for a value that is an http(s) address as a whole. */
  href?: string;
}

const MOST_TEXT = 500;

/** One line for each value; what lies deeper is named by its path. */
export function linesOf(values: Record<string, unknown>, path = ""): ToldLine[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const whole = path === "" ? name : `${path}.${name}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return linesOf(value as Record<string, unknown>, whole);
    return [{ name: whole, ...shown(textOf(value)) }];
  });
}

/** A text, and where it leads when it is nothing but an address. */
export function shown(text: string): { text: string; href?: string } {
  const [only, more] = pieces(text);
  return only?.href !== undefined && more === undefined ? { text, href: only.href } : { text };
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "✓" : "✗";
  const text = Array.isArray(value) ? value.map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one))).join(", ") : String(value);
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
