import { expect, test } from "vitest";
import { begun, contentOf, EMPTY, formOf, KINDS, lacks, moved, placeOf, type Form } from "../settings/rules/model.ts";
import type { Content, Tree } from "../settings/rules/types.ts";

const FULL: Form = { ...EMPTY, name: "Сердитые", lines: [{ not: false, condition: { is: "shouts" } }, { not: true, condition: { is: "tag", in: ["вип"] } }] };

test("a form comes back from what is kept as it was", () => {
  expect(formOf(contentOf(FULL))).toEqual(FULL);
  const either: Form = { ...FULL, mode: "any" };
  expect(formOf(contentOf(either))).toEqual(either);
  expect(contentOf({ ...FULL, lines: [] }).when).toEqual({ is: "all", of: [] });
  expect(formOf({ ...contentOf(FULL), when: { is: "shouts" } })?.lines).toEqual([{ not: false, condition: { is: "shouts" } }]);
});

test("groups within groups are left to who made them", () => {
  const deep: Tree = { is: "all", of: [{ is: "any", of: [{ is: "shouts" }] }] };
  expect(formOf({ ...contentOf(FULL), when: deep })).toBeNull();
  expect(formOf({ ...contentOf(FULL), when: { is: "not", of: deep } })).toBeNull();
});

test("what is lacking is found from the top", () => {
  expect(lacks(EMPTY)).toBe("/name");
  expect(lacks(FULL)).toBeNull();
  expect(lacks({ ...FULL, lines: [...FULL.lines, { not: false, condition: begun("says") }] })).toBe("/lines/2");
  expect(lacks({ ...FULL, then: [{ do: "note", text: " " }] })).toBe("/then/0");
  expect(lacks({ ...FULL, then: [] })).toBe("/then");
  expect(lacks({ ...FULL, then: [{ do: "call", hook: 0, decides: false }] })).toBe("/then/0");
  const clock = (part: object): Form => ({ ...FULL, lines: [{ not: false, condition: { is: "clock", days: ["mon"], from: "22:00", to: "06:00", zone: "Europe/Moscow", ...part } }] });
  expect([lacks(clock({})), lacks(clock({ days: [] })), lacks(clock({ to: "22:00" })), lacks(clock({ from: "" })), lacks(clock({ zone: " " }))]).toEqual([null, "/lines/0", "/lines/0", "/lines/0", "/lines/0"]);
  for (const kind of KINDS) expect(begun(kind).is).toBe(kind);
});

test("a pointer of the server's leads to a row of the form", () => {
  expect(placeOf("/when/of/3/in/0")).toBe("/lines/3");
  expect(placeOf("/then/1/to")).toBe("/then/1");
  expect(placeOf("/name")).toBe("/name");
});

test("minutes belong to those who wait, and neighbours change places", () => {
  const waits: Content = contentOf({ ...FULL, on: "waits", minutes: 7 });
  expect([waits.minutes, contentOf({ ...FULL, minutes: 7 }).minutes]).toEqual([7, 0]);
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
});
