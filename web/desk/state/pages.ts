import type { Row } from "../../core/protocol-desk.ts";
import { ask } from "./api.ts";

/** A page of a list; `next` is where the following one begins. */
export interface Page {
  rows: Row[];
  next: string | null;
}

/** Null: it cannot be had now. */
export async function fetchPage(list: string, after: string | null): Promise<Page | null> {
  const query = new URLSearchParams({ list, ...(after ? { after } : {}) });
  const answer = await ask("GET", `/api/talks?${query.toString()}`).catch(() => null);
  return answer?.status === 200 ? (answer.body as Page) : null;
}
