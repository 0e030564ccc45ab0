import { ask, type Answer } from "../requests.ts";

/** An address outside that rules call (docs/rules.md). */
export interface Hook {
  id: number;
  version: number;
  name: string;
  url: string;
  enabled: boolean;
  /** Why the house has switched it off. */
  off: "failing" | "gone" | null;
  failures: number;
  failing_since: string | null;
  held_until: string | null;
  /** Calls that are to be made. */
  waiting: number;
  /** Rules that call it. */
  rules: number;
  tried_at: string | null;
  code: number | null;
  failed: Failed | null;
}
export type Failed = "timeout" | "unreachable" | "address_refused" | "redirect" | "status" | "gone";

/** One call: about a chat, or (`ping`) about nothing. */
export interface Call {
  id: string;
  kind: string;
  at: string;
  due_at: string | null;
  attempts: number;
  tried_at: string | null;
  took: number | null;
  code: number | null;
  failed: Failed | null;
  done_at: string | null;
  /** What became of an answer that decides. */
  outcome: string | null;
  rule: string | null;
  conv: string | null;
  no: number | null;
}

export interface Wanted { name: string; url: string; enabled: boolean }
/** `secret` stands in one answer only. */
export interface Listed { hooks: Hook[]; id: number | null; secret: string | null }
interface Calls { calls: Call[] }

export const every = (): Promise<Answer<Listed>> => ask("GET", "/api/hooks");
export const add = (wanted: Wanted): Promise<Answer<Listed>> => ask("POST", "/api/hooks", wanted);
export const change = (hook: Hook, wanted: Wanted): Promise<Answer<Listed>> => ask("PUT", `/api/hooks/${hook.id}?version=${hook.version}`, wanted);
export const remove = (id: number): Promise<Answer<Listed>> => ask("DELETE", `/api/hooks/${id}`);
export const rotate = (id: number): Promise<Answer<Listed>> => ask("POST", `/api/hooks/${id}/secret`);
export const calls = (id: number): Promise<Answer<Calls>> => ask("GET", `/api/hooks/${id}/calls`);
export const attempt = (id: number): Promise<Answer<Calls>> => ask("POST", `/api/hooks/${id}/try`);
export const again = (id: number, call: string): Promise<Answer<Calls>> => ask("POST", `/api/hooks/${id}/calls/${call}/again`);
