import type { DeskState } from "../../core/protocol.ts";
import type { Act } from "./keys.ts";

export type TalkAct = Extract<Act, "take" | "resolve" | "reopen" | "transfer" | "reply" | "over">;

/** What this operator may do with a talk as it stands; the server decides again, this only spares a refusal. `leads`: also beside colleagues. */
export function allowed(state: DeskState, me: number, leads = false): Record<TalkAct, boolean> {
  const open = state.status !== "resolved";
  const held = state.holder.kind === "operator";
  const mine = held && state.holder.id === me;
  return {
    take: open && !held, resolve: open && (mine || !held), reopen: !open, transfer: open && (mine || leads), reply: open && (mine || !held), over: open && held && !mine && leads,
  };
}
