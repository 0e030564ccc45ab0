/** What the clock did to a chat, as a plain sentence. */

import type { Entry } from "../../core/protocol.ts";
import type { Say } from "./say.ts";

const RULES = ["no_reply", "overflow", "gone", "state", "promise"] as const;

/** Out of somebody's hands or into another team; null: not by the clock. */
export function byClock({ clock, from, team }: Entry, say: Say): string | null {
  const rule = RULES.find((one) => one === clock?.rule);
  if (rule === undefined) return null;
  const name = typeof from === "object" && from !== null ? (from.name ?? "") : "";
  if (rule === "overflow" && clock?.full) return say("clock.full", { team: team?.name ?? "" });
  return say(`clock.${rule}`, { from: name, team: team?.name ?? "" });
}

/** A promise of speed was not kept. */
export function overdue({ promised }: Entry, say: Say): string | null {
  return promised === "first" || promised === "next" || promised === "resolve" ? say(`clock.late.${promised}`) : null;
}
