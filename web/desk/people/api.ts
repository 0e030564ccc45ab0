import { ask, field, type Role, type State, type Team } from "../state/api.ts";

export interface Person {
  id: number;
  login: string;
  name: string;
  public_name: string;
  mail: string | null;
  role: Role;
  teams: number[];
  active: boolean;
  /** Chats held at once, at most. */
  limit: number;
  state: State;
  named?: number | null;
  comment: string;
  /** When the state began. */
  since: string;
  /** The mark of the picture that visitors see; null: initials. */
  picture: string | null;
  sessions: number;
  seen_at: string | null;
}

export interface Shown { person: Person; talks: number; online: boolean }
export interface Invitation { id: number; login: string; name: string; mail: string | null; role: Role; teams: number[]; expires_at: string }
export interface Everybody { people: Shown[]; invitations: Invitation[]; teams: Team[] }
export interface Session { id: string; agent: string; address: string; created_at: string; seen_at: string; mine: boolean }
export interface LinkMade { link: string | null; mail: string | null; hours: number }
export interface Profile { name: string; public_name: string; signature: string; mail: string | null; picture: string | null }
/** What visitors see: everywhere, and instead of it on single sites (null: as everywhere). */
export interface Faces { name: string; picture: string | null; sites: SiteFace[] }
export interface SiteFace { key: string; site: string; name: string | null; picture: string | null }

/** What a request came to: what it brought, or why it was refused. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; code: string; pointer: string | null; retryMs: number };

/** One request; never throws: a server that is away is the refusal `unreachable`. */
export async function request<T = null>(method: string, path: string, body?: unknown): Promise<Outcome<T>> {
  try {
    const answer = await ask(method, path, body);
    if (answer.status < 300) return { ok: true, value: answer.body as T };
    const code = field(answer.body, "code");
    const pointer = field(answer.body, "pointer");
    return {
      ok: false, code: typeof code === "string" ? code : String(answer.status), pointer: typeof pointer === "string" ? pointer : null,
      retryMs: Number(field(answer.body, "retry_ms") ?? 1000),
    };
  } catch {
    return { ok: false, code: "unreachable", pointer: null, retryMs: 3000 };
  }
}
