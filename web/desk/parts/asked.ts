/** The windows of parts. `conv` of an end: the part itself, or (`back`) the talk it is a part of. */
export type PartAsked = { kind: "part"; conv: string } | { kind: "part_end"; conv: string; part: string; topic: string; how: "done" | "refused" | "back" };

export const isOfParts = (now: { kind: string }): now is PartAsked => now.kind === "part" || now.kind === "part_end";

export const titleOfParts = (now: PartAsked): "title" | "end.done" | "end.refused" | "end.back" => (now.kind === "part" ? "title" : `end.${now.how}`);
