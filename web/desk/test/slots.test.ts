import { expect, test } from "vitest";
import { moveIn, standingIn, type SlotPart } from "../context/slots.ts";
import type { DeskState } from "../../core/protocol.ts";

const TALK = { conv: "a", topic: "delivery" } as DeskState;
const part = (id: string, more: Partial<SlotPart> = {}): SlotPart => ({
  slot: "crm", id, title: () => id, shows: () => true, load: () => Promise.resolve({ default: () => null }), ...more,
});
const ids = (): string[] => standingIn("crm", TALK).map((one) => one.id);

test("a place is empty until somebody moves in, and again when they move out", () => {
  expect(ids()).toEqual([]);
  const out = moveIn(part("deals"));
  const more = moveIn(part("orders"));
  expect(ids()).toEqual(["deals", "orders"]);
  expect(standingIn("guides", TALK)).toEqual([]);
  out();
  more();
  expect(ids()).toEqual([]);
});

test("a part that has nothing to say about a talk does not stand there; the same one stands there once", () => {
  const outs = [moveIn(part("deals", { shows: (talk) => talk.topic === "bills" })), moveIn(part("orders")), moveIn(part("orders"))];
  expect(ids()).toEqual(["orders"]);
  outs.forEach((out) => out());
  expect(ids()).toEqual([]);
});
