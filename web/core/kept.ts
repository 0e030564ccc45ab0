/** Unanswered words in storage, one key each, so that two tabs never overwrite each other's. */

import type { Pending } from "./outbox.ts";
import type { Keep } from "./storage.ts";

const keyOf = (scope: string, cid: string): string => `${scope}.out.${cid}`;

/** Puts a word into storage as it stands now. */
export function keepWord(keep: Keep, scope: string, word: Pending): void {
  keep.set(keyOf(scope, word.cid), JSON.stringify(word));
}

export const kept = (keep: Keep, scope: string, cid: string): boolean => keep.get(keyOf(scope, cid)) !== null;

/** The word is answered or thrown away. */
export const dismissed = (keep: Keep, scope: string, cid: string): void => keep.remove(keyOf(scope, cid));

/** The words that wait in storage, oldest first; what cannot be read is thrown away. */
export function restore(keep: Keep, scope: string): Pending[] {
  const found: Pending[] = [];
  for (const key of keep.keys(`${scope}.out.`)) {
    const word = parse(keep.get(key));
    if (word === null) keep.remove(key);
    else found.push(word);
  }
  return found;
}

function parse(text: string | null): Pending | null {
  try {
    const value = JSON.parse(text ?? "null") as Partial<Pending> | null;
    if (typeof value?.cid !== "string" || typeof value.command?.t !== "string") return null;
    const failed = value.state === "failed";
    return {
      cid: value.cid,
      command: value.command,
      at: value.at ?? 0,
      top: value.top ?? 0,
      state: failed ? "failed" : "queued",
      tried: value.tried === true,
      n: 0,
      code: failed ? (value.code ?? null) : null,
    };
  } catch {
    return null;
  }
}
