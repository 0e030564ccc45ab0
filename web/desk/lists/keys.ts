import type { Act } from "../model/keys.ts";
import { neighbour } from "../model/rows.ts";
import { focusedRow, focusRow } from "../screens/focus.ts";
import { may } from "../state/api.ts";
import type { Desk } from "../state/desk.ts";
import { asked } from "../state/dialogs.ts";
import { place } from "../state/place.ts";
import { startBulk } from "./BulkBar.tsx";
import type { BulkAct } from "./bulk.ts";

/** Keys that act on all that is chosen while something is. */
const BULK: Partial<Record<Act, BulkAct>> = { take: "take", transfer: "transfer", resolve: "resolve", close: "resolve", snooze: "snooze", tags: "tags" };

/** Keys of the lists: views, choosing, and what is done with all that is chosen. False: the key is somebody else's. */
export function listKey(act: Act, desk: Desk): boolean {
  if (act === "views") {
    asked.value = { kind: "views" };
    return true;
  }
  if (act === "newest") return desk.talk.toNewest();
  if (!may(desk.me, "talks.write")) return false;
  const { selection } = desk.tools;
  const order = desk.list.shown.peek().map((row) => row.conv);
  if (act === "pick") return pick(desk);
  if (act === "pickAll") selection.every(order);
  else if (act === "reachNext" || act === "reachPrevious") reach(act === "reachNext" ? 1 : -1, order, desk);
  else {
    const bulk = BULK[act];
    return bulk !== undefined && startBulk(bulk, desk);
  }
  return true;
}

/** Escape lets go of what is chosen. */
export function escapeLists({ tools: { selection } }: Desk): boolean {
  const some = selection.some.peek();
  if (some) selection.clear();
  return some;
}

function pick({ tools: { selection } }: Desk): boolean {
  const row = focusedRow() ?? place.value.conv;
  if (row !== null) selection.toggle(row);
  return row !== null;
}

function reach(by: 1 | -1, order: readonly string[], { tools: { selection } }: Desk): void {
  const from = focusedRow() ?? place.value.conv;
  const next = neighbour(order, from, by);
  if (next === null) return;
  if (from !== null && !selection.chosen.peek().has(from)) selection.toggle(from);
  selection.reach(next, order);
  focusRow(next, order.indexOf(next));
}
