import { describe, expect, test } from "vitest";
import { addItem, type Item } from "../../core/item.ts";
import type { DeskState, Entry } from "../../core/protocol.ts";
import { formerHolder, partners } from "../beside/beside.ts";
import { allowed } from "../model/allowed.ts";

const ANNA = { kind: "operator", id: 3, name: "Анна" } as const;
const SOFIA = { kind: "operator", id: 7, name: "Софья" } as const;
const STATE: DeskState = {
  conv: "z", no: 1, status: "open", holder: ANNA, contact: { name: null }, channel: { kind: "webchat", name: "" }, topic: null, waiting: null, rated: null,
  marks: { visitor: 0, team: 0, got: 0 }, created: 0,
};
const items = (...entries: Partial<Entry>[]): readonly Item[] =>
  entries.reduce<readonly Item[]>((all, part, at) => addItem(all, { n: at + 1, p: null, kind: "note", aud: "internal", by: SOFIA, at, ...part }, "desk"), []);

describe("beside a colleague's work", () => {
  test("a note can be meant for who holds the talk, who was asked in, and who has whispered to me", () => {
    const state: DeskState = { ...STATE, guests: [{ id: 9, name: "Вера", may: "read" }] };
    expect(partners(state, [], 7).map((one) => one.id)).toEqual([3, 9]);
    expect(partners(state, items({ text: "x", to: ANNA }), 3).map((one) => one.id)).toEqual([9, 7]);
    expect(partners({ ...STATE, holder: { kind: "queue", id: null, name: null } }, items({ text: "x" }), 3)).toEqual([]);
  });

  test("what was taken over can be given back, until it goes on", () => {
    const over: Partial<Entry> = { kind: "assigned", by: SOFIA, to: SOFIA, from: ANNA, how: "over" };
    const mine = { ...STATE, holder: SOFIA };
    expect(formerHolder(items(over), mine, 7)).toEqual({ id: 3, name: "Анна" });
    expect(formerHolder(items(over), STATE, 7)).toBeNull();
    expect(formerHolder(items(over, { kind: "transferred", by: SOFIA, to: ANNA, from: SOFIA }, { kind: "assigned", by: SOFIA, to: SOFIA, how: "take" }), mine, 7)).toBeNull();
  });

  test("a guest does what she was asked for, a supervisor takes over what a colleague holds", () => {
    const asked = (may: "read" | "answer"): DeskState => ({ ...STATE, guests: [{ id: 9, name: "Вера", may }] });
    const can = (state: DeskState, me: number, leads: boolean, sees: boolean): string[] =>
      Object.entries(allowed(state, me, { leads, sees, anybody: false })).filter(([, yes]) => yes).map(([act]) => act).sort();
    expect(can(asked("read"), 9, false, false)).toEqual([]);
    expect(can(asked("answer"), 9, false, false)).toEqual(["reply"]);
    expect(can({ ...asked("answer"), holder: { kind: "queue", id: null, name: null } }, 9, false, false)).toEqual(["reply"]);
    expect(can(STATE, 7, true, true)).toEqual(["over", "transfer"]);
    expect(can(STATE, 4, false, true)).toEqual([]);
  });
});
