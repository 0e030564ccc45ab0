import { computed, signal } from "@preact/signals";
import type { FileRef } from "../../core/files.ts";
import { ask, field, type Answer } from "../state/api.ts";

export type Scope = "own" | "team" | "all";

export interface Reply {
  id: number;
  version: number;
  scope: Scope;
  team: number | null;
  folder: string;
  title: string;
  shortcut: string;
  texts: Readonly<Record<string, string>>;
  files: readonly FileRef[];
  used: number;
  unedited: number;
  used_at: number | null;
  mine: boolean;
}

export interface Team {
  id: number;
  name: string;
}

export interface Written {
  scope: Scope;
  team: number | null;
  folder: string;
  title: string;
  shortcut: string;
  texts: Record<string, string>;
  files: string[];
}

export interface Shelf {
  on: boolean;
  manages: boolean;
  teams: readonly number[];
  off: readonly number[];
  replies: readonly Reply[];
}

/** What a refusal says: its code, the field, and what stands in its place. */
export interface Refused {
  code: string;
  pointer: string;
  name?: string;
}

const NOTHING: Shelf = { on: true, manages: false, teams: [], off: [], replies: [] };
/** What was read may be so old (ms) before it is read again. */
const FRESH = 60_000;

/** The saved replies at hand; read when they are first wanted, and again when some time has passed. */
export function createLibrary() {
  const shelf = signal<Shelf>(NOTHING);
  const state = signal<"new" | "loading" | "here" | "failed">("new");
  const had = signal<ReadonlyMap<string, ReadonlyMap<number, number>>>(new Map());
  const teams = signal<readonly Team[]>([]);
  let read = 0;

  async function load(again = false): Promise<void> {
    if (state.value === "loading" || (!again && state.value === "here" && Date.now() - read < FRESH)) return;
    const first = state.value !== "here";
    if (first) state.value = "loading";
    const answer = await ask("GET", "/api/canned").catch(() => null);
    if (answer?.status === 200) {
      shelf.value = answer.body as Shelf;
      read = Date.now();
    }
    state.value = answer?.status === 200 || !first ? "here" : "failed";
  }

  return {
    shelf,
    state,
    load,
    on: computed(() => shelf.value.on),
    /** How often the person of a talk has had a reply. */
    times: (conv: string, id: number): number => had.value.get(conv)?.get(id) ?? 0,
    async lookUp(conv: string): Promise<void> {
      const answer = await ask("GET", `/api/canned/had/${encodeURIComponent(conv)}`).catch(() => null);
      const list = answer?.status === 200 ? (field(answer.body, "had") as { id: number; times: number }[]) : [];
      had.value = new Map(had.value).set(conv, new Map(list.map((one) => [one.id, one.times])));
    },
    /** Its files, as fresh uploads of mine. */
    async files(id: number): Promise<readonly FileRef[]> {
      const answer = await ask("POST", `/api/canned/${id}/files`, {}).catch(() => null);
      return answer?.status === 200 ? (field(answer.body, "files") as FileRef[]) : [];
    },
    sent(id: number, use: { conv: string; language: string; edited: boolean }): void {
      void ask("POST", `/api/canned/${id}/sent`, { ...use, cid: crypto.randomUUID() }).catch(() => null);
      const now = new Map(had.value.get(use.conv) ?? []);
      had.value = new Map(had.value).set(use.conv, now.set(id, (now.get(id) ?? 0) + 1));
    },
    /** Null: done. */
    async save(written: Written, of: Reply | null): Promise<Refused | null> {
      const body = of === null ? written : { version: of.version, reply: written };
      return finish(ask(of === null ? "POST" : "PUT", of === null ? "/api/canned" : `/api/canned/${of.id}`, body));
    },
    remove: (id: number): Promise<Refused | null> => finish(ask("DELETE", `/api/canned/${id}`)),
    take: (text: string): Promise<Refused | null> => finish(ask("POST", "/api/canned/import", { text })),
    /** A team (null: everybody) works with saved replies, or without. */
    turn: (on: boolean, team: number | null): Promise<Refused | null> => finish(ask("PUT", "/api/canned/switch", { on, team })),
    teams,
    async loadTeams(): Promise<void> {
      const answer = await ask("GET", "/api/teams").catch(() => null);
      if (answer?.status === 200) teams.value = field(answer.body, "teams") as Team[];
    },
  };

  async function finish(asked: Promise<Answer>): Promise<Refused | null> {
    const answer = await asked.catch(() => null);
    if (answer === null || answer.status >= 400) {
      const of = (name: string): string => String(field(answer?.body, name) ?? "");
      return { code: of("code") || "unavailable", pointer: of("pointer"), name: of("name") };
    }
    await load(true);
    return null;
  }
}

export type Library = ReturnType<typeof createLibrary>;
