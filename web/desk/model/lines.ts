import type { Item } from "../../core/item.ts";
import { dayOf } from "./clock.ts";

/** What stands in the log from top to bottom: days, facts folded together, and what was said. */
export type Line =
  | { kind: "day"; key: string; at: number }
  | { kind: "unread"; key: string }
  | { kind: "facts"; key: string; items: Item[] }
  | { kind: "said"; key: string; item: Item };

/** So many facts in a row are written out; of more only the first and the last, the rest on request. */
export const FACTS_SHOWN = 3;

/** `unread`: the number of the first line that came while nobody was looking. */
export function linesOf(items: readonly Item[], unread: number | null = null): Line[] {
  const lines: Line[] = [];
  let day = -1;
  for (const item of items) {
    if (dayOf(item.at) !== day) {
      day = dayOf(item.at);
      lines.push({ kind: "day", key: `d${day}`, at: item.at });
    }
    if (item.n === unread) lines.push({ kind: "unread", key: "unread" });
    const before = lines.at(-1);
    if (item.fact === null) lines.push({ kind: "said", key: `n${item.n}`, item });
    else if (before?.kind === "facts") {
      // A tap and the comment that follows are one judgement: the last one counts.
      if (item.kind === "rated" && before.items.at(-1)?.kind === "rated") before.items.pop();
      before.items.push(item);
    }
    else lines.push({ kind: "facts", key: `n${item.n}`, items: [item] });
  }
  return lines;
}

/** The last line of ours that the visitor has read: only there stands «read». `mark` is a public number. */
export function lastRead(items: readonly Item[], mark: number): number | null {
  return items.findLast((item) => isOurs(item) && !item.internal && item.p !== null && item.p <= mark)?.n ?? null;
}

export function isOurs(item: Item): boolean {
  return item.fact === null && item.by.kind === "operator";
}

/** The newest public number in sight: what `seen` says when a reply is sent. Facts count too: they have public twins. */
export function seenPublic(items: readonly Item[]): number {
  return items.reduce((top, item) => Math.max(top, item.p ?? 0), 0);
}
