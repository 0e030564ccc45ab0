import type { Item } from "../../core/item.ts";
import type { Draft } from "./draft.ts";
import { gapsIn } from "./gaps.ts";
import { sameWords } from "./likeness.ts";

/** Why a reply waits for a second look before it goes. */
export type Question =
  | { kind: "colleague"; name: string }
  | { kind: "fromNote" }
  | { kind: "gaps"; gaps: readonly string[] }
  | { kind: "again"; at: number }
  | { kind: "template" }
  | { kind: "changed"; items: readonly Item[] };

export interface Situation {
  draft: Draft;
  /** Without blanks at its ends. */
  text: string;
  items: readonly Item[];
  me: number;
  /** The newest public number by somebody else. */
  others: number;
  /** Colleagues' names, as far as they are known. */
  colleagues: readonly string[];
  /** What we have said to this person in earlier talks. */
  before: readonly { text: string; at: number }[];
  /** The saved reply went to this person before, or they ask the same again. */
  asksAgain: boolean;
  stop: "begun" | "unseen";
}

/** A short word may well be said twice: «Yes», «One moment». */
const LONG_ENOUGH = 25;

/** The first thing to ask about a reply that is about to go, leaving out what was answered already; null: it may go. */
export function questionOf(now: Situation, passed: ReadonlySet<Question["kind"]>): Question | null {
  const found = [mixed(now), gaps(now), again(now), template(now), changed(now)];
  return found.find((one) => one !== null && !passed.has(one.kind)) ?? null;
}

function mixed({ draft, text, colleagues }: Situation): Question | null {
  const called = /^@([\p{L}\d_.-]{2,})/u.exec(text)?.[1] ?? mentioned(text, colleagues);
  if (called) return { kind: "colleague", name: called };
  return draft.fromNote ? { kind: "fromNote" } : null;
}

/** Somebody of the team is called by «@» and the beginning of their name. */
function mentioned(text: string, colleagues: readonly string[]): string | null {
  const names = [...text.matchAll(/(?:^|\s)@([\p{L}\d_.-]{2,})/gu)].map((match) => match[1] ?? "");
  const known = (name: string): boolean => colleagues.some((one) => one.toLowerCase().startsWith(name.toLowerCase()));
  return names.find(known) ?? null;
}

function gaps({ text }: Situation): Question | null {
  const found = gapsIn(text);
  return found.length > 0 ? { kind: "gaps", gaps: found } : null;
}

function again({ text, items, before }: Situation): Question | null {
  if (text.length < LONG_ENOUGH) return null;
  const said = items.filter((item) => item.kind === "message" && item.by.kind === "operator" && !item.erased);
  const twin = [...before, ...said].findLast((one) => sameWords(one.text, text));
  return twin ? { kind: "again", at: twin.at } : null;
}

function template({ draft, text, asksAgain }: Situation): Question | null {
  return draft.canned && draft.canned.text.trim() === text && asksAgain ? { kind: "template" } : null;
}

function changed({ draft, items, me, others, stop }: Situation): Question | null {
  if (stop === "unseen" || draft.began == null) return null;
  const fresh = changesSince(items, draft.began, me);
  return fresh.length > 0 || others > (draft.seen ?? others) ? { kind: "changed", items: fresh } : null;
}

/** What others have said and done since number `began`. */
export function changesSince(items: readonly Item[], began: number, me: number): Item[] {
  return items.filter((item) => item.n > began && !(item.by.kind === "operator" && item.by.id === me));
}
