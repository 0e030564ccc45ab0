import { signal } from "@preact/signals";
import type { FileRef } from "../../core/files.ts";
import { newCid } from "../../core/cid.ts";
import type { Draft } from "../model/draft.ts";
import { ask, field } from "./api.ts";

/** A reply that goes at a time, or did not go then. */
export interface Later {
  id: number;
  conv: string;
  text: string;
  quote: number | null;
  files: readonly FileRef[];
  at: number;
  state: "waiting" | "sent" | "stopped";
  /** A code of docs/protocol.md: why it has stopped. */
  reason: string | null;
}

/** My replies that go at a time; the server sends them, whether this desk is open or not. */
export function createLaters() {
  const list = signal<readonly Later[]>([]);

  async function load(): Promise<void> {
    const answer = await ask("GET", "/api/later").catch(() => null);
    if (answer?.status === 200) list.value = field(answer.body, "later") as Later[];
  }

  async function done(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await ask(method, path, body).catch(() => null);
    if (answer === null || answer.status >= 300) return null;
    await load();
    return answer.body;
  }

  return {
    list,
    load,
    /** Whether the server has it. */
    async plan(conv: string, draft: Draft, at: number, seen: number): Promise<boolean> {
      const files = (draft.files ?? []).map((file) => file.id);
      return (await done("POST", "/api/later", { conv, cid: newCid(), text: draft.reply.trim(), quote: draft.quote ?? null, files, at, seen })) !== null;
    },
    /** It does not go; what it said. */
    drop: async (id: number): Promise<Later | null> => (await done("DELETE", `/api/later/${id}`)) as Later | null,
    now: async (id: number, seen: number): Promise<Later | null> => (await done("POST", `/api/later/${id}/now`, { cid: newCid(), seen })) as Later | null,
  };
}

export type Laters = ReturnType<typeof createLaters>;
