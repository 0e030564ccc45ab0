/** The few plain requests of the desk; everything else goes over the line. */

export type Role = "admin" | "supervisor" | "operator" | "specialist" | "viewer";
/** Whether this role answers chats: only such people hold one, manage a person, stand in or have a shift. */
export const answers = ({ role }: { role: Role }): boolean => role !== "viewer" && role !== "specialist";
/** `replies`: only whoever holds a talk of the team may reply in it, or anybody of the team. */
export interface Team { id: number; name: string; replies?: "holder" | "anybody" }

export const STATES = ["available", "transfers", "pause", "away", "offline"] as const;
export type State = (typeof STATES)[number];

/** What somebody is doing since when; `load` and `limit` are hundredths of a chat. */
export interface Doing { state: State; /** A state with a name of its own (state/named.ts). */ named?: number | null; comment: string; since: number; load: number; limit: number }

export interface Operator {
  id: number;
  login: string;
  name: string;
  public_name: string;
  /** What visitors see instead, by channel (0: everywhere): a name and a picture's mark. */
  faces?: Readonly<Record<string, readonly [string | null, string | null]>>;
  role: Role;
  /** What this operator may do, by name (docs/access.md). */
  permissions: readonly string[];
  teams: readonly Team[];
  doing: Doing;
}

export interface Colleague extends Doing {
  id: number;
  name: string;
  public_name: string;
  role: Role;
  teams: readonly number[];
  online: boolean;
  /** The mark of the picture that visitors see; null: initials. */
  picture: string | null;
}

/** Whether somebody may do that; the server decides again, this only spares a refusal. */
export const may = (one: Pick<Operator, "permissions">, permission: string): boolean => one.permissions.includes(permission);

export type Entrance =
  | { ok: true; operator: Operator }
  | { ok: false; code: "signed_out" | "wrong_credentials" | "busy" | "unreachable"; retryMs: number };

export interface Answer {
  status: number;
  body: unknown;
}

/** One request of the desk. `last`: the page is going, it must arrive all the same. Throws when the server cannot be reached. */
export async function ask(method: string, path: string, body?: unknown, last = false): Promise<Answer> {
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    keepalive: last,
    headers: { "content-type": "application/json", accept: "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: text ? JSON.parse(text) : null };
  } catch {
    return { status: response.status, body: null };
  }
}

export const field = (body: unknown, name: string): unknown =>
  typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;

/** Who is signed in, as the server says it; null: nobody. */
export function operatorOf(body: unknown): Operator | null {
  const operator = field(body, "operator");
  if (!operator) return null;
  const { role, permissions, teams, doing } = body as Operator;
  return { ...(operator as Operator), role, permissions, teams, doing };
}

async function enter(method: string, body?: unknown): Promise<Entrance> {
  try {
    const answer = await ask(method, "/api/session", body);
    const operator = operatorOf(answer.body);
    if (answer.status === 200 && operator) return { ok: true, operator };
    const retryMs = Number(field(answer.body, "retry_ms") ?? 1000);
    if (answer.status === 429) return { ok: false, code: "busy", retryMs };
    if (answer.status === 401) return { ok: false, code: body === undefined ? "signed_out" : "wrong_credentials", retryMs };
    // a login or password the server cannot even take (too long, say) is, for a person, a wrong one
    if (answer.status < 500 && body !== undefined) return { ok: false, code: "wrong_credentials", retryMs };
    return { ok: false, code: "unreachable", retryMs };
  } catch {
    return { ok: false, code: "unreachable", retryMs: 3000 };
  }
}

export const session = (): Promise<Entrance> => enter("GET");
export const signIn = (login: string, password: string): Promise<Entrance> => enter("POST", { login, password });

export async function signOut(): Promise<void> {
  await ask("DELETE", "/api/session");
}

/** A ticket for one hello; null: signed out. Throws when the server cannot be reached. */
export async function ticket(): Promise<string | null> {
  const answer = await ask("POST", "/api/ticket", {});
  if (answer.status === 401 || answer.status === 403) return null;
  const value = field(answer.body, "ticket");
  if (typeof value !== "string") throw new Error(`ticket: status ${answer.status}`);
  return value;
}

/** The teams there are. Throws when it cannot be asked. */
export async function teams(): Promise<Team[]> {
  const list = field((await ask("GET", "/api/teams")).body, "teams");
  return Array.isArray(list) ? (list as Team[]) : [];
}

/** Who else is here, those on the line first, then by name (ё = е). Throws when it cannot be asked. */
export async function colleagues(locale: string): Promise<Colleague[]> {
  const answer = await ask("GET", "/api/operators");
  const list = field(answer.body, "operators");
  if (!Array.isArray(list)) throw new Error(`operators: status ${answer.status}`);
  const plain = (name: string): string => name.toLocaleLowerCase(locale).replaceAll("\u0451", "\u0435");
  return (list as Colleague[]).sort((a, b) => Number(b.online) - Number(a.online) || plain(a.name).localeCompare(plain(b.name), locale));
}
