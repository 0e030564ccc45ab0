import type { DeskState } from "../../core/protocol.ts";
import { words } from "../beside/words.ts";
import { seesTeam } from "../model/allowed.ts";
import { may, type Operator } from "../state/api.ts";
import { asked } from "../state/dialogs.ts";
import type { Desk } from "../state/desk.ts";
import { toast } from "../state/toasts.ts";

export const ASIDE_ACTS = ["close", "snooze", "wake", "promise", "tags", "ban", "invite", "part", "leave"] as const;
export type AsideAct = (typeof ASIDE_ACTS)[number];

export const isAside = (act: string): act is AsideAct => ASIDE_ACTS.some((one) => one === act);

/** What can be done with a talk as it stands, beside answering; the server decides again. */
export function possible(state: DeskState, me: Pick<Operator, "id" | "permissions" | "teams">): readonly AsideAct[] {
  const open = state.status !== "resolved";
  const mine = state.holder.kind !== "operator" || state.holder.id === me.id;
  const sees = seesTeam(state.team, me);
  const whole = state.part_of === undefined;
  const can: Record<AsideAct, boolean> = {
    close: whole && open && mine && sees, snooze: open && mine && sees && state.status !== "snoozed", wake: state.status === "snoozed" && sees, promise: whole && open && sees, tags: sees,
    invite: whole && open && sees && (mine || may(me, "talks.lead")), part: whole && open && sees && (mine || may(me, "talks.lead")),
    leave: (state.guests ?? []).some((one) => one.id === me.id && one.part === undefined),
    ban: sees && me.permissions.includes("bans.person") && (!open || mine || me.permissions.includes("bans.manage")),
  };
  // whoever only reads can still go
  return ASIDE_ACTS.filter((act) => can[act] && (act === "leave" || may(me, "talks.write")));
}

/** Begins an act: at once, or with its window. False: it is not possible now. */
export function start(act: AsideAct, desk: Pick<Desk, "acts" | "aside" | "me">, state: DeskState): boolean {
  if (!possible(state, desk.me).includes(act)) return false;
  if (act === "wake") void desk.aside.wake(state.conv);
  else if (act === "leave") void desk.acts.run({ t: "leave", conv: state.conv }).then((done) => done && toast(words("left")));
  else asked.value = { kind: act, conv: state.conv };
  return true;
}
