/** What only the desk is told: the state of a talk, rows of lists, who one is. */

import type { ActorKind, Answered, Contact, Holder, Marks, Rating, Status } from "./protocol.ts";

/** What was promised to a visitor, until when, by whom. */
export interface Promised { text: string; due: number; by: string }

export interface DeskState {
  conv: string;
  no: number;
  status: Status;
  holder: Holder;
  contact: Contact;
  channel: { kind: string; name: string };
  topic: string | null;
  /** Since when the visitor waits for an answer; null: nobody waits. */
  waiting: number | null;
  /** Whose talk it is; null or absent: everybody's. */
  team?: number | null;
  /** Put aside until then; null or absent: it is not. */
  until?: number | null;
  promise?: Promised | null;
  tags?: readonly string[];
  /** Colleagues who were asked in. */
  guests?: readonly Guest[];
  /** What of it is with other teams. */
  parts?: readonly TalkPart[];
  /** The talk that this is a part of; absent: it is one itself. */
  part_of?: string;
  rated: Rating | null;
  marks: Marks;
  created: number;
  /** The same person has had a talk before this one; absent: it is not known. */
  earlier?: boolean;
  /** What the talk began with; absent where nothing was given. */
  fields?: Answered[];
  about?: string;
  /** A notice of the product led here. */
  notice?: boolean;
  /** Answers go there too. */
  mail?: string;
}

export interface Row {
  conv: string;
  no: number;
  last: number;
  status: Status;
  holder: Holder;
  contact: Contact;
  channel: { kind: string; name: string };
  topic: string | null;
  text: string | null;
  by: ActorKind;
  at: number;
  /** When the talk began. */
  began?: number;
  waiting: number | null;
  team?: number | null;
  until?: number | null;
  promise?: Promised | null;
  tags?: readonly string[];
  guests?: readonly Guest[];
  parts?: readonly TalkPart[];
  part_of?: string;
  /** This operator's read mark; only where `whole` and in fetched pages. */
  read?: number;
  /** Numbers of what the visitor said and nobody has answered yet, at most the last ten. */
  said?: number[];
  /** Somebody else put it into its holder's hands with entry `n`; `by` null: the house did. */
  given?: { n: number; by: string | null };
  /** When it was solved. */
  resolved?: number;
  /** When the nearest promise of speed ends, or has ended; absent: none is made. */
  due?: { at: number; kind: "first" | "next" | "resolve" };
}

/** How many open talks stand where, as far as this operator sees them. */
export interface Counted {
  all: number;
  queue: number;
  /** by operator */
  held: Record<string, number>;
  /** by team */
  teams: Record<string, number>;
}

export interface DeskMe {
  id: number;
  name: string;
  public_name: string;
  role?: string;
  /** What this operator may do, by name. */
  permissions?: string[];
}

/** What an operator has set for herself. */
export interface Profile {
  name: string;
  public_name: string;
  signature: string;
  mail: string | null;
  /** The mark of the picture that visitors see; null: initials. */
  picture: string | null;
}

/** What the team does with a talk beside answering (docs/protocol.md, «Beside the answers»). */
export type AsideCommand =
  | { t: "resolve"; conv: string; reason?: string; topic?: string; fields?: Record<string, string> }
  | { t: "snooze"; conv: string; until: number; seen?: number }
  | { t: "wake"; conv: string }
  | { t: "promise"; conv: string; text: string; due: number }
  | { t: "settle"; conv: string; kept: boolean }
  | { t: "tag"; conv: string; add: string[]; remove: string[] };

/** What entries about that carry besides. */
export interface AsideFacts {
  /** status: until when it is put aside; what was answered on closing. */
  until?: number | null;
  /** status: its contact has waited since then, all the while it was put aside. */
  waiting?: number;
  topic?: string | null;
  fields?: { key: string; label: string; value: string }[];
  /** promised: what is promised from now on; `kept` when nothing is any more. */
  promise?: Promised | null;
  kept?: boolean;
  tags?: string[];
  added?: string[];
  removed?: string[];
}

/** From hand to hand. `lead`: also out of a colleague's hands; `force`: also above the limit of whoever gets it; `was`: only if it is still
 * with this operator (null: with none). */
export type HandCommand =
  | { t: "transfer"; conv: string; to: number | null; reason: string; team?: number | null; note?: string; lead?: boolean; force?: boolean; was?: number | null }
  | { t: "over"; conv: string; reason: string }
  | { t: "invite"; conv: string; operator: number; may: Guest["may"]; note?: string }
  | { t: "leave"; conv: string; operator?: number }
  | { t: "part"; conv: string; team: number | null; topic: string; note?: string; lines?: number[]; back?: number }
  | { t: "part_end"; conv: string; how: "done" | "refused"; note?: string }
  | { t: "part_back"; conv: string; part: string; note?: string };

/** What entries about that carry besides. */
export interface HandFacts extends ClockFacts {
  /** assigned by itself, or an offer that was accepted. */
  why?: Why;
  /** weighed: what the talk weighs on its holder now (0: its visitor is silent), and what it did, in hundredths of a chat. */
  weight?: number;
  was?: number;
  /** transferred: above the limit of whoever got it. */
  beyond?: boolean;
  /** joined: who was asked in or went, and what she may. */
  who?: { id: number; name: string };
  may?: Guest["may"];
  stays?: Guest["may"];
  /** part: which one (its own talk), of which talk, what somebody said about it, which lines it is about. */
  part?: string;
  part_of?: string;
  note?: string;
  lines?: number[];
}

/**
 * Why just these hands: the rule that chose, what she carried of what she may (hundredths of a chat), of how many who could; the skills
 * that were asked for, and those that she does not have because nobody who has was free in time.
 */
export interface Why {
  rule: "only" | "load" | "idle" | "turn" | "skill" | "last" | "manager" | "deputy";
  load: number;
  limit: number;
  of: number;
  skills?: string[];
  relaxed?: string[];
}

/** What entries that the clock wrote carry besides. */
export interface ClockFacts {
  /** assigned, transferred: why the clock moved a talk: nobody answered within `seconds`, it waited so long in a
   * team's queue, its operator was at no desk for so long, or does something else now (`state`). */
  clock?: { rule: "no_reply" | "overflow" | "gone" | "state" | "silent" | "promise"; seconds: number; state?: string; /** nobody of the team had room */ full?: boolean };
  /** transferred: the team that it belongs to from now on. */
  team?: { id: number | null; name: string | null };
  /** overdue: which promise of speed was not kept, and when it ended. */
  promised?: "first" | "next" | "resolve";
  due?: number;
}

/** A colleague who was asked into a talk, and what she may there. */
export interface Guest { id: number; name: string; may: "read" | "answer"; /** she is here for this part */ part?: string; /** what she was asked in for besides: hers when it ends */ stays?: "read" | "answer" }

/** A second topic of a talk that is with another team. */
export interface TalkPart { conv: string; topic: string }

/** What the desk hears beside the log: who looks in, what is being written, what is meant for this operator. */
export type BesideFrame =
  | { t: "offer"; conv: string; until: number; now: number; why: Why; name: string | null; number: number; text: string | null; topic: string | null; team: number | null; waiting: number | null }
  | { t: "offer_over"; conv: string; how: "accepted" | "refused" | "lapsed" | "withdrawn" }
  | { t: "looking"; id: string; by: { id: number; name: string }; on: boolean }
  | { t: "drafts"; id: string; drafts: { by: { id: number; name: string }; text: string; at: number }[] }
  | { t: "writing"; id: string; by: { id: number; name: string }; text: string }
  | { t: "said"; room: string; word: AmongWord }
  | { t: "heard"; room: string; no: number }
  | { t: "told"; what: "whisper" | "given" | "over" | "back" | "invited" | "removed" | "late" | "part_done" | "part_refused" | "part_unanswered" | "part_back" | "part_ended"; conv: string; n: number; by: { id: number; name: string } | null; text: string };

/** Something said among colleagues: dense numbers per room; `talk`: the public id of a talk that it is about. */
export interface AmongWord { no: number; by: { id: number; name: string }; at: number; text: string; talk: string | null }
