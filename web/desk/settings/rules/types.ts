/** Rules as the server keeps them (docs/rules.md). */

export const TRIGGERS = ["began", "message", "answered", "waits", "resolved", "reopened", "rated"] as const;
export type Trigger = (typeof TRIGGERS)[number];
export const JUDGED = ["bad", "middle", "good"] as const;

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

/** What is asked of one talk. */
export type Condition =
  | { is: "says" | "page" | "tag" | "site" | "channel" | "language"; in: string[] }
  | { is: "topic"; in: (string | null)[] }
  | { is: "team"; in: (number | null)[] }
  | { is: "rating"; in: (typeof JUDGED)[number][] }
  | { is: "attribute"; name: string; in: string[] }
  | { is: "waiting"; minutes: number }
  | { is: "clock"; days: Day[]; from: string; to: string; zone: string }
  | { is: "open"; of: "team" | "site" }
  | { is: "shouts" | "verified" | "returning" | "queued" };
export type Kind = Condition["is"];
export type Tree = { is: "all" | "any"; of: Tree[] } | { is: "not"; of: Tree } | Condition;

export type Action =
  | { do: "team"; team: number | null }
  | { do: "priority"; to: number }
  | { do: "tag"; add: string[] }
  | { do: "note"; text: string }
  | { do: "call"; hook: number; decides: boolean };
export type Doing = Action["do"];

/** What a person writes down. */
export interface Content {
  name: string;
  on: Trigger;
  minutes: number;
  when: Tree;
  then: Action[];
  stop: boolean;
  enabled: boolean;
}

export interface Rule extends Content {
  id: number;
  version: number;
  place: number;
  /** How often it acted in the last seven days. */
  acted: number;
  last: string | null;
  changed_by: string | null;
  changed_at: string;
}

/** What a trial on the last week found. */
export interface Tried {
  talks: number;
  matched: number;
  whole: boolean;
  days: number;
  examples: { conv: string; no: number; at: string; text: string }[];
}
