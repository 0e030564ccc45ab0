import { describe, expect, test } from "vitest";
import type { Row } from "../../core/protocol.ts";
import { badgeOf } from "../notice/badge.ts";
import { calling, freshIn, isQuiet, NOTICE, soundsAgain } from "../notice/rules.ts";

const row = (conv: string, part: Partial<Row> = {}): Row => ({
  conv, no: 1, last: 3, status: "open", holder: { kind: "queue", id: null, name: null }, contact: { name: "Марина" },
  channel: { kind: "webchat", name: "Демо" }, topic: null, text: "Здравствуйте", by: "contact", at: 1, waiting: 5, ...part,
});
const held = (id: number) => ({ kind: "operator", id, name: "x" }) as const;
const convs = (rows: readonly Row[]) => rows.map((one) => one.conv);

describe("who calls whom", () => {
  const rows = [row("queued", { waiting: 9 }), row("mine", { holder: held(3), waiting: 4 }), row("his", { holder: held(4) }), row("answered", { holder: held(3), waiting: null }),
    row("aside", { holder: held(3), status: "snoozed" })];
  test("mine and the queue, who waits longest first; what is answered, put aside or a colleague's calls nobody", () => {
    expect(convs(calling(rows, 3, "queue"))).toEqual(["mine", "queued"]);
  });
  test("only mine, when that is wanted", () => {
    expect(convs(calling(rows, 3, "mine"))).toEqual(["mine"]);
  });
  test("a new talk and a newer word are fresh, what is known and our own words are not", () => {
    const known = new Map([["known", 3], ["grew", 2]]);
    expect(convs(freshIn([row("known"), row("grew"), row("new"), row("ours", { by: "operator" })], known))).toEqual(["grew", "new"]);
  });
});

test("quiet hours may go over midnight; the same time twice is none", () => {
  const at = (hours: number, minutes = 0) => new Date(2026, 1, 3, hours, minutes);
  const night = { from: "22:30", to: "07:00" };
  expect([at(22, 29), at(22, 30), at(3), at(6, 59), at(7), at(12)].map((one) => isQuiet(night, one))).toEqual([false, true, true, true, false, false]);
  expect(isQuiet({ from: "13:00", to: "14:00" }, at(13, 30))).toBe(true);
  expect(isQuiet({ from: "09:00", to: "09:00" }, at(9))).toBe(false);
});

test("it sounds again while somebody waits, and not sooner than wanted", () => {
  expect(soundsAgain(NOTICE, 1, 20_000)).toBe(true);
  expect(soundsAgain(NOTICE, 1, 19_000)).toBe(false);
  expect(soundsAgain(NOTICE, 0, 60_000)).toBe(false);
  expect(soundsAgain({ ...NOTICE, again: 0 }, 2, 60_000)).toBe(false);
});

test("the icon carries the number, many are 9+, none is no badge", () => {
  expect(badgeOf(0)).toBeNull();
  expect(decodeURIComponent(badgeOf(3) ?? "")).toContain(">3</text>");
  expect(decodeURIComponent(badgeOf(12) ?? "")).toContain(">9+</text>");
});
