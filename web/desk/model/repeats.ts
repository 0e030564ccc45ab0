import type { Item } from "../../core/item.ts";
import { likeness } from "./likeness.ts";

/** So much in common is the same question again. */
const SAME = 0.5;

/** Whether the visitor's last words ask what they had asked, and we had answered, before. */
export function repeats(items: readonly Item[]): boolean {
  const said = items.filter((item) => item.kind === "message" && !item.erased);
  const last = said.findLast((item) => item.by.kind === "contact");
  if (last === undefined) return false;
  const answered = said.findLastIndex((item) => item.by.kind === "operator" && item.n < last.n);
  return said.slice(0, Math.max(answered, 0)).some((item) => item.by.kind === "contact" && likeness(item.text, last.text) >= SAME);
}
