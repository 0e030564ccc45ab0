import type { ErrorFrame } from "../../core/protocol.ts";
import type { Say } from "./say.ts";

const PLAIN = ["forbidden", "not_in_team", "not_found", "not_open", "not_holder", "already_resolved", "already_invited", "not_held", "not_resolved", "promise_open", "part_open", "is_part", "too_many_parts", "no_promise", "not_snoozed", "same_tags", "edit_too_late", "conflict", "invalid", "too_large", "unavailable"] as const;

/** A refusal in plain words: what happened, what is safe, what to do. */
export function errorSentence(error: Pick<ErrorFrame, "code" | "by" | "retry_ms" | "limit" | "operator">, say: Say, me?: number): string {
  if (error.code === "busy") return say("error.busy", { count: Math.max(1, Math.ceil((error.retry_ms ?? 1000) / 1000)) });
  if (error.code === "at_limit" && me !== undefined && error.operator !== undefined && error.operator !== me) return say("error.full", { count: error.limit ?? 0 });
  if (error.code === "at_limit") return say("error.at_limit", { count: error.limit ?? 0 });
  if (error.code === "stale") return say("stale.says");
  if (error.code === "taken") {
    const name = typeof error.by === "string" ? error.by : error.by?.name;
    return name ? say("error.taken", { name }) : say("error.takenUnknown");
  }
  if (error.code === "moved") return typeof error.by === "string" ? say("error.moved", { name: error.by }) : say("error.movedUnknown");
  const plain = PLAIN.find((code) => code === error.code);
  return plain ? say(`error.${plain}`) : say("error.other", { code: error.code });
}
