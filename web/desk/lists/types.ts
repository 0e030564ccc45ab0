/** Saved views as the server keeps them (docs/protocol.md, «Saved views»). */

export const RATED = ["bad", "middle", "good", "none"] as const;
export type RatedAs = (typeof RATED)[number];
export type HolderOf = number | "me" | "queue" | "bot";

/** What can be asked of one talk. */
export type Condition =
  | { is: "status"; in: ("open" | "snoozed")[] }
  | { is: "holder"; in: HolderOf[] }
  | { is: "team"; in: (number | null)[] }
  | { is: "site" | "channel" | "language"; in: string[] }
  | { is: "topic" | "tag"; in: (string | null)[] }
  | { is: "waiting"; minutes: number }
  | { is: "promise"; minutes?: number | null }
  | { is: "started" | "last"; minutes: number }
  | { is: "rating"; in: RatedAs[] }
  | { is: "unread" | "verified" | "missed" };
export type Tree = { is: "all" | "any"; of: Tree[] } | { is: "not"; of: Tree } | Condition;
export type Kind = Condition["is"];

export const isGroup = (tree: Tree): tree is { is: "all" | "any"; of: Tree[] } => tree.is === "all" || tree.is === "any";

export const ORDERS = ["urgent", "last", "began", "promise"] as const;
export type Order = (typeof ORDERS)[number];
export type Scope = "own" | "team" | "all";

/** What a person writes down. */
export interface Content {
  name: string;
  scope: Scope;
  team: number | null;
  of: "open" | "resolved";
  days: number;
  order: Order;
  filter: Tree;
}

export interface View extends Content {
  id: number;
  version: number;
  /** This operator may change it. */
  mine: boolean;
  /** Up to 1000; null: it could not be counted in time. */
  count: number | null;
}

/** A counter goes so far. */
export const MOST = 1000;
export const counted = (count: number | null): string => (count === null ? "—" : count >= MOST ? `${MOST - 1}+` : String(count));
