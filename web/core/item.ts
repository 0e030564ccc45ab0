/** One visible line of a talk: something said, or a fact between the lines. */

import type { FileRef } from "./files.ts";
import type { Answered, AskForm } from "./forms.ts";
import { DESK } from "./half.ts";
import type { Actor, Entry, Holder } from "./protocol.ts";

export interface Item {
  n: number;
  /** Public number; at the desk null for what only the team sees; for a visitor the same as `n`. */
  p: number | null;
  kind: "message" | "note" | "assigned" | "transferred" | "status" | "rated" | "promised" | "tagged" | "joined" | "weighed" | "overdue" | "part";
  by: Actor;
  at: number;
  /** What is said now, after edits; empty for facts and for what was erased. */
  text: string;
  /** The number of the message that it answers, in this view. */
  quote: number | null;
  files: readonly FileRef[];
  /** What the message asks; null: nothing. */
  form: AskForm | null;
  /** Answers to the form of line `target`. */
  answers: readonly Answered[] | null;
  target: number | null;
  /** When it was last edited; null: never, or erased since. */
  edited: number | null;
  erased: boolean;
  internal: boolean;
  /** The colleague whom a note is meant for. */
  to?: Holder;
  /** The entry of a fact: who took it, where it went, why. Null for what was said. */
  fact: Entry | null;
}

/** An edit (`text`) or an erasure (`text` null) of the line `target`. */
export interface Change {
  target: number;
  at: number;
  text: string | null;
}

const FACTS = new Set(["assigned", "transferred", "status", "rated", ...(DESK ? ["promised", "tagged", "joined", "weighed", "overdue", "part"] : [])]);

/** The items with this entry behind them, when it is something to show to this audience. */
export function addItem(items: readonly Item[], entry: Entry, audience: "desk" | "visitor"): readonly Item[] {
  const item = itemOf(entry, audience);
  return item === null ? items : [...items, item];
}

function itemOf(entry: Entry, audience: "desk" | "visitor"): Item | null {
  const said = entry.kind === "message" || entry.kind === "note";
  const here = said && entry.erased !== true;
  if (!said && !FACTS.has(entry.kind)) return null;
  // The desk reads the internal half of a fact; its public twin is for the visitor.
  if (audience === "desk" && entry.aud === "public" && !said && entry.kind !== "rated") return null;
  return {
    n: entry.n,
    p: audience === "visitor" ? entry.n : (entry.p ?? null),
    kind: entry.kind as Item["kind"],
    by: entry.by,
    at: entry.at,
    text: here ? (entry.text ?? "") : "",
    quote: here ? (entry.quote ?? null) : null,
    files: here ? (entry.files ?? []) : [],
    form: here ? (entry.form ?? null) : null,
    answers: here ? (entry.answers ?? null) : null,
    target: said ? (entry.target ?? null) : null,
    edited: null,
    erased: entry.erased === true,
    internal: entry.aud === "internal",
    fact: said ? null : entry,
    ...(DESK && entry.kind === "note" && typeof entry.to === "object" && entry.to ? { to: entry.to } : {}),
  };
}

/** The items after a change; what was erased stays erased. */
export function amend(items: readonly Item[], change: Change): readonly Item[] {
  const at = items.findLastIndex((item) => item.n === change.target);
  const item = items[at];
  if (item === undefined || item.erased) return items;
  const next = [...items];
  next[at] = change.text === null
    ? { ...item, text: "", quote: null, files: [], form: null, answers: null, erased: true, edited: null }
    : { ...item, text: change.text, edited: change.at };
  return next;
}
