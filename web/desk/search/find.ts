import { ask } from "../state/api.ts";

export interface Person { name: string | null; number: number; verified: boolean; conv: string; no: number; status: string; at: number; told?: string | null }
export interface TalkFound {
  conv: string; no: number; status: string; name: string | null; topic: string | null; at: number;
  /** the message that was found; null where the number of the case was */
  n: number | null;
  text: string | null;
}
export interface Everything { people: Person[]; talks: TalkFound[]; partial: boolean }

/** As short as a question may be: the server takes no less. */
export const LEAST = 2;

/** Null: it cannot be had now. */
export async function find(query: string): Promise<Everything | null> {
  const answer = await ask("GET", `/api/search?${new URLSearchParams({ q: query.slice(0, 100) }).toString()}`).catch(() => null);
  return answer?.status === 200 ? (answer.body as Everything) : null;
}
