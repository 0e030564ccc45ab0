import { ask, type Answer, type Refusal } from "../settings/requests.ts";
import { timeWords } from "../actions/When.tsx";
import { toast } from "../state/toasts.ts";
import { words } from "./words.ts";

export const KINDS = ["person", "address", "mail", "phone"] as const;
export type BanKind = (typeof KINDS)[number];

/** A ban as the server tells it; times in ms, `until` null: for good. */
export interface Ban {
  id: number;
  kind: BanKind;
  /** What was banned, in words; of a person the name. */
  shown: string;
  contact: string | null;
  number: number | null;
  conv: string | null;
  no: number | null;
  reason: string;
  by: string;
  by_id: number;
  at: number;
  until: number | null;
  standing: boolean;
  released: number | null;
  released_by: string | null;
  refused: number;
}

export interface Offer { kind: BanKind; value: string; network?: boolean }
export interface Wanted { kind: BanKind; value: string; reason: string; seconds: number | null }
export interface BanPage { bans: Ban[]; next: number | null }

const at = (conv: string): string => `/api/talks/${encodeURIComponent(conv)}/ban`;

export const offersOf = (conv: string) => ask<{ offers: Offer[]; standing: Ban[] }>("GET", at(conv));
export const banAt = (conv: string, wanted: Wanted) => ask<Ban>("POST", at(conv), wanted);
export const banTyped = (wanted: Wanted) => ask<Ban>("POST", "/api/bans", wanted);
export const pageOf = (query: string, ended: boolean, after: number | null) =>
  ask<BanPage>("GET", `/api/bans?${new URLSearchParams({ q: query, ended: String(ended), ...(after === null ? {} : { after: String(after) }) }).toString()}`);

const REFUSED = ["not_holder", "forbidden", "not_found", "not_banned", "not_released"] as const;

/** Why the server did not do it, in plain words. */
export function refusalWords({ code }: Refusal): string {
  const known = REFUSED.find((one) => one === code);
  return words(known ? `ban.refused.${known}` : "ban.refused.other");
}

/** «until 5 June, 14:00», or «for good». */
export const untilWords = (ban: Pick<Ban, "until">, now: number): string =>
  ban.until === null ? words("ban.ever.short") : words("ban.until", { time: timeWords(ban.until, now) });

/** Ends a ban, and says so with the way back. */
export async function release(ban: Ban, changed: () => void): Promise<void> {
  const answer = await ask<Ban>("POST", `/api/bans/${ban.id}/release`);
  if (told(answer)) toast(words("ban.released"), { undo: () => void restore(ban, changed) });
  changed();
}

async function restore(ban: Ban, changed: () => void): Promise<void> {
  told(await ask<Ban>("POST", `/api/bans/${ban.id}/restore`));
  changed();
}

function told(answer: Answer<Ban>): boolean {
  if (!answer.ok) toast(refusalWords(answer.refusal), { tone: "late" });
  return answer.ok;
}
