import type { BulkAct, Result } from "./bulk.ts";
import { words } from "./say.ts";
import type { View } from "./types.ts";

/** The windows of the lists: the saved views, one of them being made or changed, an act on several talks, what became of it. */
export type AskedOfLists =
  | { kind: "views" }
  | { kind: "view"; view: View | null }
  | { kind: "bulk"; act: Exclude<BulkAct, "take">; convs: readonly string[] }
  | { kind: "bulkDone"; result: Result; undo: boolean };

const KINDS: readonly string[] = ["views", "view", "bulk", "bulkDone"];
export const isOfLists = (asked: { kind: string }): asked is AskedOfLists => KINDS.includes(asked.kind);

export function titleOfLists(asked: AskedOfLists): string {
  if (asked.kind === "views") return words("views.title");
  if (asked.kind === "view") return words(asked.view ? "view.change" : "view.new");
  if (asked.kind === "bulk") return words(`bulk.${asked.act}`, { count: asked.convs.length });
  return words(asked.undo ? "bulk.notUndone" : "bulk.notAll", { count: asked.result.refused.length });
}
