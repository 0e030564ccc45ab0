import { speech } from "../../state/settings.ts";
import type { Refusal } from "../requests.ts";
import type { Call, Failed, Hook } from "./api.ts";
import { words } from "./words.ts";

export const when = (time: string): string => `${speech.value.day(Date.parse(time), Date.now())}, ${speech.value.clock(Date.parse(time))}`;

const why = (failed: Failed, code: number | null): string => words(`why.${failed}`, { code: code ?? 0 });

/** An address in one line: whether it is called, how the last call went, what waits. */
export function told(hook: Hook): string {
  const state = hook.off ? words(`off.${hook.off}`) : words(hook.enabled ? "on" : "offByHand");
  const last = hook.tried_at === null ? words("never")
    : hook.failed ? words("lastBad", { why: why(hook.failed, hook.code), at: when(hook.tried_at) }) : words("lastGood", { at: when(hook.tried_at) });
  return [state, last, hook.waiting > 0 ? words("waits", { count: hook.waiting }) : "", hook.rules > 0 ? words("rules", { count: hook.rules }) : words("noRules")].filter(Boolean).join(" · ");
}

/** What a call was about. */
export const about = (call: Call): string => (call.no === null ? words("ping") : words("chat", { no: call.no }));

/** How a call went, and what comes next. */
export function went(call: Call, { enabled }: Hook): string {
  const result = call.done_at && call.failed === null ? words("heard") : call.failed ? why(call.failed, call.code) : words("onTheWay");
  const next = call.failed === null ? "" : call.due_at === null ? words("gaveUp") : enabled ? words("waitsAgain", { at: when(call.due_at) }) : "";
  const decided = call.outcome === null ? "" : words(call.outcome === "done" || call.outcome === "not_read" ? `outcome.${call.outcome}` : "outcome.other");
  return [result, next, decided, call.attempts > 0 ? words("attempts", { count: call.attempts }) : "", call.took === null ? "" : words("took", { count: call.took })].filter(Boolean).join(" · ");
}

/** Why it could not be kept, and in which field. */
export function refused({ code, status, pointer }: Refusal): { at: "name" | "url" | ""; says: string } {
  if (code === "address_refused") return { at: "url", says: words("refused") };
  if (code === "secret_in_url") return { at: "url", says: words("inUrl") };
  if (status === 422) return pointer === "/name" ? { at: "name", says: words("wrongName") } : { at: "url", says: words("wrongUrl") };
  return { at: "", says: words(code === "hook_in_use" ? "inUse" : "notSaved") };
}
