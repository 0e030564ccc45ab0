import type { DeskState } from "../../core/protocol.ts";
import type { Operator } from "../state/api.ts";
import { asked } from "../state/dialogs.ts";
import type { Desk } from "../state/desk.ts";

export const ASIDE_ACTS = ["close", "snooze", "wake", "promise", "tags", "ban"] as const;
export type AsideAct = (typeof ASIDE_ACTS)[number];

export const isAside = (act: string): act is AsideAct => ASIDE_ACTS.some((one) => one === act);

/** What can be done with a talk as it stands, beside answering; the server decides again. */
export function possible(state: DeskState, me: Pick<Operator, "id" | "permissions">): readonly AsideAct[] {
  if (!me.permissions.includes("talks.write")) return [];
  const open = state.status !== "resolved";
  const mine = state.holder.kind !== "operator" || state.holder.id === me.id;
  const can: Record<AsideAct, boolean> = {
    close: open && mine, snooze: open && mine && state.status !== "snoozed", wake: state.status === "snoozed", promise: open, tags: true,
    ban: me.permissions.includes("bans.person") && (!open || mine || me.permissions.includes("bans.manage")),
  };
  return ASIDE_ACTS.filter((act) => can[act]);
}

/** Begins an act: at once, or with its window. False: it is not possible now. */
export function start(act: AsideAct, desk: Pick<Desk, "aside" | "me">, state: DeskState): boolean {
  if (!possible(state, desk.me).includes(act)) return false;
  if (act === "wake") void desk.aside.wake(state.conv);
  else asked.value = { kind: act, conv: state.conv };
  return true;
}
