import { language } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import type { Outcome } from "./api.ts";
import { words } from "./words.ts";

/** A moment in the reader's own words: the time today, else day and time. */
export function when(iso: string): string {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  const shape = today ? ({ hour: "2-digit", minute: "2-digit" } as const) : ({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const);
  return new Intl.DateTimeFormat(language.value, { ...shape, hourCycle: "h23" }).format(at);
}

type Refusal = Extract<Outcome<unknown>, { ok: false }>;

/** Why something did not work, in plain words. */
export function why(refusal: Refusal): string {
  if (refusal.code === "last_admin") return words("person.last");
  if (refusal.code === "login_in_use") return words("invite.taken");
  if (refusal.code === "team_in_use") return words("teams.inUse");
  if (refusal.code === "name_in_use") return words("teams.taken");
  if (refusal.code === "wrong_password") return words("me.wrong");
  if (refusal.code === "busy") return words("me.busy", { count: Math.max(1, Math.ceil(refusal.retryMs / 1000)) });
  if (refusal.code === "unreachable") return words("join.unreachable");
  if (refusal.pointer === "/password") return words("poor");
  if (refusal.pointer === "/name" || refusal.pointer === "/public_name") return words("me.badName");
  if (refusal.pointer === "/login") return words("invite.badLogin");
  if (refusal.pointer === "/mail") return words("invite.badMail");
  return words("error", { code: refusal.code });
}

export const refused = (refusal: Refusal): void => toast(why(refusal), { tone: "late" });
