/** A rule as its form shows it: one row of conditions that all hold, or of which one does. Pure. */

import { DAYS, type Action, type Condition, type Content, type Doing, type Kind, type Tree } from "./types.ts";

export interface Line { not: boolean; condition: Condition }
export interface Form extends Omit<Content, "when"> { mode: "all" | "any"; lines: Line[] }

export const KINDS: readonly Kind[] = ["says", "shouts", "topic", "channel", "site", "page", "team", "tag", "language", "attribute", "verified", "returning", "queued", "waiting", "rating", "open", "clock"];
export const DOINGS: readonly Doing[] = ["priority", "team", "tag", "note", "call"];
export const LOWEST = -3;
export const HIGHEST = 3;
export const MOST_LINES = 20;
export const MOST_ACTIONS = 8;

export const EMPTY: Form = { name: "", on: "message", minutes: 0, mode: "all", lines: [], then: [{ do: "priority", to: 1 }], stop: false, enabled: true };

/** The form of what is kept; null: groups stand within groups, which only the API makes. */
export function formOf(content: Content): Form | null {
  const { when, ...rest } = content;
  const parts = when.is === "all" || when.is === "any" ? when.of : [when];
  const lines = parts.map(lineOf);
  if (lines.some((line) => line === null)) return null;
  return { ...rest, then: [...content.then], mode: when.is === "any" ? "any" : "all", lines: lines as Line[] };
}

function lineOf(tree: Tree): Line | null {
  if (tree.is === "not") return isCondition(tree.of) ? { not: true, condition: tree.of } : null;
  return isCondition(tree) ? { not: false, condition: tree } : null;
}

const isCondition = (tree: Tree): tree is Condition => tree.is !== "all" && tree.is !== "any" && tree.is !== "not";

export function contentOf({ mode, lines, ...form }: Form): Content {
  const of: Tree[] = lines.map(({ not, condition }) => (not ? { is: "not", of: condition } : condition));
  return { ...form, minutes: form.on === "waits" ? form.minutes : 0, when: { is: lines.length === 0 ? "all" : mode, of } };
}

/** A condition of this kind to begin with. */
export function begun(kind: Kind): Condition {
  switch (kind) {
    case "waiting": return { is: kind, minutes: 5 };
    case "open": return { is: kind, of: "team" };
    case "clock": return { is: kind, days: DAYS.slice(0, 5), from: "09:00", to: "18:00", zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    case "attribute": return { is: kind, name: "", in: [] };
    case "channel": return { is: kind, in: ["webchat"] };
    case "rating": return { is: kind, in: ["bad"] };
    case "shouts": case "verified": case "returning": case "queued": return { is: kind };
    default: return { is: kind, in: [] };
  }
}

export function begunAction(doing: Doing): Action {
  switch (doing) {
    case "priority": return { do: doing, to: 1 };
    case "team": return { do: doing, team: null };
    case "tag": return { do: doing, add: [] };
    case "call": return { do: doing, hook: 0, decides: false };
    default: return { do: doing, text: "" };
  }
}

/** What still lacks something: `/lines/2`, `/then/0`, `/name`; null: it can be kept. */
export function lacks(form: Form): string | null {
  if (form.name.trim() === "") return "/name";
  const line = form.lines.findIndex(({ condition }) => ("in" in condition && condition.in.length === 0) || (condition.is === "attribute" && condition.name.trim() === "") || (condition.is === "clock" && isNoTime(condition)));
  if (line >= 0) return `/lines/${line}`;
  const action = form.then.findIndex((one) => (one.do === "tag" && one.add.length === 0) || (one.do === "note" && one.text.trim() === "") || (one.do === "call" && one.hook === 0));
  if (action >= 0) return `/then/${action}`;
  return form.then.length === 0 ? "/then" : null;
}

const isNoTime = ({ days, from, to, zone }: Extract<Condition, { is: "clock" }>): boolean => days.length === 0 || !TIME.test(from) || !TIME.test(to) || from === to || zone.trim() === "";
const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** Where in the form a pointer of the server's leads. */
export function placeOf(pointer: string): string {
  const [, first = "", second = "", third = ""] = pointer.split("/");
  if (first === "when") return second === "of" ? `/lines/${third}` : "/lines/0";
  return first === "then" ? `/then/${second}` : `/${first}`;
}

/** The same with two neighbours in each other's place. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(at + by, 0, one);
  return next;
}
