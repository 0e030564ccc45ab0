/** A tree of conditions as a form shows it: groups of lines, each of which may be turned round. Any tree that the server takes can be
 * shown and comes back meaning the same. Pure. */

import { isGroup, type Condition, type Kind, type Tree } from "./types.ts";

export interface Line { kind: "line"; not: boolean; condition: Condition }
export interface Group { kind: "group"; not: boolean; mode: "all" | "any"; parts: Part[] }
export type Part = Line | Group;

/** Groups within groups that the form offers; the server takes one more. */
export const DEEPEST = 3;
export const MOST_LINES = 40;

export const NO_GROUP: Group = { kind: "group", not: false, mode: "all", parts: [] };

export function groupOf(tree: Tree): Group {
  const part = partOf(tree, false);
  return part.kind === "group" && !part.not ? part : { ...NO_GROUP, parts: [part] };
}

function partOf(tree: Tree, not: boolean): Part {
  if (tree.is === "not") return partOf(tree.of, !not);
  if (isGroup(tree)) return { kind: "group", not, mode: tree.is, parts: tree.of.map((one) => partOf(one, false)) };
  return { kind: "line", not, condition: tree };
}

/** Empty groups inside say nothing and are left out. */
export function treeOf(part: Part): Tree {
  const plain: Tree = part.kind === "line" ? part.condition
    : { is: part.mode, of: part.parts.filter((one) => one.kind === "line" || lines(one) > 0).map(treeOf) };
  return part.not ? { is: "not", of: plain } : plain;
}

/** How many conditions stand in it. */
export const lines = (part: Part): number => (part.kind === "line" ? 1 : part.parts.reduce((sum, one) => sum + lines(one), 0));

/** Where a part stands: the places in the groups on the way. */
export type Path = readonly number[];

/** A copy with another part there; null takes it away, a place behind the last one adds. */
export function put(group: Group, path: Path, next: Part | null): Group {
  const [at, ...rest] = path;
  if (at === undefined) return next?.kind === "group" ? next : group;
  const parts = [...group.parts];
  const inner = parts[at];
  if (rest.length > 0) {
    if (inner?.kind === "group") parts[at] = put(inner, rest, next);
  } else if (next === null) parts.splice(at, 1);
  else parts[at] = next;
  return { ...group, parts };
}

/** The kinds in the order in which they are offered. */
export const KINDS: readonly Kind[] = ["holder", "status", "waiting", "unread", "tag", "topic", "team", "site", "channel", "promise", "language", "rating", "verified", "missed", "started", "last"];

/** A condition of this kind to begin with. */
export function begun(kind: Kind): Condition {
  switch (kind) {
    case "holder": return { is: kind, in: ["me"] };
    case "status": return { is: kind, in: ["open"] };
    case "rating": return { is: kind, in: ["bad"] };
    case "team": return { is: kind, in: [] };
    case "tag": case "topic": return { is: kind, in: [] };
    case "site": case "channel": case "language": return { is: kind, in: kind === "channel" ? ["webchat"] : [] };
    case "promise": return { is: kind, minutes: 0 };
    case "waiting": return { is: kind, minutes: 5 };
    case "started": case "last": return { is: kind, minutes: 1440 };
    default: return { is: kind };
  }
}

/** Whether a condition lacks its values: it cannot be saved so. */
export const isBlank = (condition: Condition): boolean => "in" in condition && condition.in.length === 0;

export function firstBlank(group: Group, path: Path = []): Path | null {
  for (const [at, part] of group.parts.entries()) {
    const found = part.kind === "group" ? firstBlank(part, [...path, at]) : isBlank(part.condition) ? [...path, at] : null;
    if (found) return found;
  }
  return null;
}

/** Minutes as a number and its unit, for the form. */
export const UNITS = { minutes: 1, hours: 60, days: 1440 } as const;
export type Unit = keyof typeof UNITS;
export function unitOf(minutes: number): Unit {
  return minutes > 0 && minutes % UNITS.days === 0 ? "days" : minutes > 0 && minutes % UNITS.hours === 0 ? "hours" : "minutes";
}
