import { ask, type Answer } from "../requests.ts";

export const OUTCOMES = ["taken", "automatic", "double", "empty", "closed", "too_many", "nobody", "unreadable"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A letter that came. */
export interface Letter {
  id: number;
  at: string;
  /** Bytes. */
  size: number;
  sender: string;
  subject: string;
  /** null: it waits to be read. */
  outcome: Outcome | null;
  /** Why it could not be read; the server's English. */
  said: string;
  /** It can still be had as it came. */
  kept: boolean;
}

export interface Post {
  /** null: none is set up. */
  mailbox: { name: string; looked_at: string | null; failed: string | null; failed_since: string | null } | null;
  letters: Letter[];
}

export const post = (): Promise<Answer<Post>> => ask("GET", "/api/letters");
export const rawOf = (id: number): string => `/api/letters/${id}/raw`;
