import type { Row } from "../../core/protocol-desk.ts";
import { bySolved, byUrgency } from "../model/rows.ts";
import type { View } from "./types.ts";

type Compare = (a: Row, b: Row) => number;
const due = (row: Row): number => row.promise?.due ?? Number.POSITIVE_INFINITY;
const apart = (a: number, b: number): number => (a === b ? 0 : a - b);

const BY: Readonly<Record<View["order"], Compare>> = {
  urgent: byUrgency,
  last: (a, b) => b.at - a.at || b.no - a.no,
  began: (a, b) => (a.began ?? 0) - (b.began ?? 0) || a.no - b.no,
  promise: (a, b) => apart(due(a), due(b)) || a.no - b.no,
};

/** How the rows of a view stand, as the server sorts them. */
export const orderOfView = ({ of, order }: Pick<View, "of" | "order">): Compare => (of === "resolved" ? bySolved : BY[order]);
