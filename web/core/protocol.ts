/** The frames of docs/protocol.md, version 1. Times are integer milliseconds since 1970 (UTC). */

import type { Contact, Context, Identity, VisitorAuth, VisitorMe } from "./contact.ts";
import type { FileRef } from "./files.ts";
import type { Answered, AskForm, Given, Start } from "./forms.ts";

import type { AsideCommand, AsideFacts, BesideFrame, HandCommand, HandFacts, Counted, DeskMe, DeskState, Profile, Promised, Row } from "./protocol-desk.ts";

export type { AmongWord } from "./protocol-desk.ts";
export type { DeskMe, DeskState, Profile, Promised, Row };

export type { Contact, Context, Identity, VisitorAuth, VisitorMe } from "./contact.ts";
export type { Answered, Start } from "./forms.ts";

export const VERSION = 1;

export type Status = "open" | "resolved" | "snoozed";
export type ActorKind = "contact" | "operator" | "bot" | "system" | "you";

export interface Holder {
  kind: "queue" | "operator" | "bot";
  id: number | null;
  name: string | null;
}

export interface Actor {
  kind: ActorKind;
  id?: number | null;
  name?: string | null;
  /** For a visitor: the mark of a picture (`/faces/<mark>`); absent: initials. */
  face?: string | undefined;
}

export interface Rating {
  score: number;
  of: number;
  comment?: string | null;
}

/** Read up to here. `visitor` is a public number; `team` is a seq at the desk, a public number for a visitor. `got`: what a page
 * of the other side has received, as a public number. */
export interface Marks {
  visitor: number;
  team: number;
  got: number;
}

/** One line of a talk's log. Body fields are present by kind (the table in docs/protocol.md); kinds are open for the future. */
export interface Entry extends AsideFacts, HandFacts {
  n: number;
  /** Public number (desk only); null for what only the team sees. */
  p?: number | null;
  kind: string;
  /** Desk only: a visitor sees only what is public. */
  aud?: "public" | "internal";
  by: Actor;
  at: number;
  target?: number | null;
  verified?: boolean;
  erased?: boolean;
  text?: string;
  /** The message that is answered: its number in this view. */
  quote?: number | null;
  files?: FileRef[];
  form?: AskForm;
  /** Desk only: mere thanks after the end; the talk stays resolved and nobody waits. */
  thanks?: boolean;
  /** The answers to the form of message `target`. */
  answers?: Answered[];
  /** assigned, transferred: a holder; status: where it went. */
  to?: Holder | Status | null;
  from?: Holder | Status | null;
  how?: string | null;
  /** of a `status` that moved the chat in its queue (docs/rules.md) */
  priority?: number;
  reason?: string | null;
  /** assigned, transferred for a visitor: who joined; null means nobody yet. */
  name?: string | null;
  /** For a visitor: the picture of whoever joined. */
  face?: string;
  score?: number;
  of?: number;
  comment?: string | null;
}


export interface VisitorState {
  conv: string;
  no: number;
  status: Status;
  /** Who answers; null: nobody yet. */
  with: string | null;
  /** The picture of whoever answers; absent: initials. */
  face?: string | undefined;
  rated: Rating | null;
  marks: Marks;
}

export interface SnapFrame<S> {
  t: "snap";
  id: string;
  top: number;
  state: S;
  entries: Entry[];
  first: number;
}

export interface WelcomeFrame<M> {
  t: "welcome";
  v: number;
  epoch: string;
  now: number;
  me: M;
}

export interface AckFrame {
  t: "ack";
  cid: string;
  conv: string;
  n: number;
  at: number;
}

export interface ErrorFrame {
  t: "error";
  code: string;
  detail?: string;
  cid?: string;
  pointer?: string;
  retry_ms?: number;
  /** stale: the public number that the operator has not seen yet. */
  from?: number;
  /** taken: who holds it now. */
  by?: string | { id?: number | null; name?: string | null } | null;
  /** at_limit: so many chats at once, whose. */
  limit?: number;
  operator?: number;
  /** moved: who has it now; null: nobody. */
  has?: string | null;
}

export type ServerFrame =
  | WelcomeFrame<DeskMe | VisitorMe>
  | { t: "ev"; id: string; e: Entry[] }
  | { t: "live"; id: string; top: number }
  | SnapFrame<DeskState | VisitorState>
  | { t: "gone"; id: string }
  | { t: "page"; id: string; entries: Entry[]; first: number }
  | { t: "pos"; id: string; top: number }
  | { t: "marks"; id: string; visitor?: number; team?: number; got?: number }
  | { t: "rows"; id: string; whole?: boolean; rows: Row[]; /** talks that left this list */ gone?: string[]; /** whose guest one is no more */ left?: string[];
      /** with `whole`: where the next page begins, and the counters */ next?: string | null; counts?: Counted }
  | { t: "counts"; id: string; counts: Counted }
  | { t: "profile"; profile: Profile }
  | { t: "mine"; conv: string; n: number }
  | { t: "state"; doing: { state: string; named?: number | null; comment: string; since?: number; load: number; limit: number }; by?: { id: number; name: string } }
  | AckFrame
  | ErrorFrame
  | { t: "conv"; id: string }
  | { t: "site"; away: boolean; until?: number }
  | { t: "queue"; id: string; place: number; soon?: [number, number]; late?: true; left?: true }
  | { t: "files"; id: string; n: number; urls: Record<string, string> }
  | { t: "peek"; id: string; k: number; text: string }
  | { t: "here"; id: string; on: boolean }
  | { t: "typing"; id: string; name?: string; on: boolean }
  | ({ t: "identity" } & Identity)
  | { t: "contact"; id: string; contact: Contact }
  | import("./own.ts").OwnFrame
  | BesideFrame
  | import("./protocol-floor.ts").FloorFrame
  | { t: "reconnect"; after: number };

export type DeskAuth = { ticket: string };

/** Commands carry a cid (added by the outbox) and are answered by `ack` or `error`. */
export type Command =
  | { t: "send"; conv?: string; text: string; seen?: number; quote?: number; files?: string[]; start?: Start; form?: AskForm }
  | { t: "answer"; conv: string; n: number; fields: Given }
  | { t: "note"; conv: string; text: string; to?: number }
  | { t: "take"; conv: string }
  | HandCommand
  | AsideCommand
  | { t: "reopen"; conv: string }
  | { t: "edit"; conv: string; n: number; text: string }
  | { t: "erase"; conv: string; n: number }
  | { t: "end"; conv: string }
  | { t: "copy"; conv: string; mail: string; lang?: string }
  | { t: "rate"; conv: string; score: number; of: number; comment?: string };

export type CommandFrame = Command & { cid: string };

export type ClientFrame =
  | { t: "hello"; v: number; auth: DeskAuth | VisitorAuth; streams: [string, number][]; epoch?: string }
  | { t: "sub"; id: string; last?: number }
  | { t: "unsub"; id: string }
  | { t: "fetch"; id: string; from: number }
  | { t: "fetch"; id: string; before: number }
  | { t: "read" | "got" | "files"; conv: string; n: number }
  | { t: "peek"; k: number; text: string }
  | { t: "identify"; token: string }
  | { t: "about"; attributes?: Record<string, unknown>; context?: Context }
  | { t: "track"; name: string; data: Record<string, unknown> }
  | { t: "instead"; conv: string; cid: string; lang: string; mail?: string; phone?: string; consent?: boolean }
  | { t: "typing" | "look"; conv: string; on: boolean }
  | CommandFrame;

/** Close codes of the server. */
export const Close = {
  reload: 4000,
  helloLate: 4001,
  helloTwice: 4002,
  authFailed: 4003,
  helloWrong: 4004,
  slow: 4008,
  restart: 1012,
} as const;

/** The frame in a text, or null when it is not one we could know. Types that are unknown pass: whoever reads ignores them. */
export function readFrame(text: unknown): ServerFrame | null {
  if (typeof text !== "string") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("t" in value) || typeof value.t !== "string") return null;
    return value as ServerFrame;
  } catch {
    return null;
  }
}

/** The stream name of a talk. */
export const streamOf = (conv: string): string => `c:${conv}`;
