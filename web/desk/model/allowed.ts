import type { DeskState } from "../../core/protocol.ts";
import type { Operator } from "../state/api.ts";
import type { Act } from "./keys.ts";

export type TalkAct = Extract<Act, "take" | "resolve" | "reopen" | "transfer" | "reply" | "over">;

/** Whether anybody of a talk's team may reply in it, and this operator is one of them. */
export const anybodyReplies = (me: Pick<Operator, "teams">, team: number | null | undefined): boolean =>
  me.teams.some((one) => one.id === team && one.replies === "anybody");

/** What this operator may do with a talk as it stands; the server decides again, this only spares a refusal. `leads`: also beside colleagues;
 * `anybody`: whoever is of the team may reply. */
export function allowed(state: DeskState, me: number, leads = false, anybody = false): Record<TalkAct, boolean> {
  const open = state.status !== "resolved";
  const held = state.holder.kind === "operator";
  const mine = held && state.holder.id === me;
  return {
    take: open && !held, resolve: open && (mine || !held), reopen: !open, transfer: open && (mine || leads), reply: open && (mine || !held || anybody),
    over: open && held && !mine && leads,
  };
}
