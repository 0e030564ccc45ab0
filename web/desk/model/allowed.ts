import type { DeskState } from "../../core/protocol.ts";
import { may, type Operator } from "../state/api.ts";
import type { Mode } from "./draft.ts";
import type { Act } from "./keys.ts";

export type TalkAct = Extract<Act, "take" | "resolve" | "reopen" | "transfer" | "reply" | "over">;

/** Whether anybody of a talk's team may reply in it, and this operator is one of them. */
export const anybodyReplies = (me: Pick<Operator, "teams">, team: number | null | undefined): boolean =>
  me.teams.some((one) => one.id === team && one.replies === "anybody");

/** `leads`: also beside colleagues; `sees`: by her teams, not as somebody who was asked in; `anybody`: whoever is of the team may reply. */
interface Rights { leads: boolean; sees: boolean; anybody: boolean }

/** What this operator may do with a talk as it stands; the server decides again, this only spares a refusal. */
export function allowed(state: DeskState, me: number, { leads, sees, anybody }: Rights = { leads: false, sees: true, anybody: false }): Record<TalkAct, boolean> {
  const open = state.status !== "resolved";
  const held = state.holder.kind === "operator";
  const mine = held && state.holder.id === me;
  const whole = state.part_of === undefined;
  const asked = (state.guests ?? []).some((one) => one.id === me && one.may === "answer");
  return {
    take: open && !held && sees, resolve: whole && open && (mine || !held) && sees, reopen: whole && !open && sees, transfer: open && (mine || leads) && sees,
    reply: whole && open && (mine || asked || anybody || (!held && sees)), over: open && held && !mine && leads,
  };
}

/** The same for whoever sits at this desk. */
export const allowedIn = (state: DeskState, me: Pick<Operator, "id" | "permissions" | "teams">): Record<TalkAct, boolean> => !may(me, "talks.write") ? NOTHING : allowed(state, me.id, {
  leads: may(me, "talks.lead"), sees: seesTeam(state.team, me), anybody: anybodyReplies(me, state.team),
});

const NOTHING: Record<TalkAct, boolean> = { take: false, resolve: false, reopen: false, transfer: false, reply: false, over: false };

/** What somebody may write in a talk at all; nothing: they read. */
export const modesOf = (me: Pick<Operator, "permissions">): readonly Mode[] =>
  may(me, "talks.write") ? ["reply", "note"] : may(me, "talks.note") ? ["note"] : [];

/** Whether somebody sees what belongs to a team without being asked in. */
export const seesTeam = (team: number | null | undefined, me: Pick<Operator, "permissions" | "teams">): boolean =>
  team == null || may(me, "talks.every") || me.teams.some((one) => one.id === team);
