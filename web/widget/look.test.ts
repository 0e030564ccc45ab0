import { expect, test } from "vitest";
import { beginningOf, lotOfText, shownHere, subjectOf } from "./look.ts";

const never = (): number => { throw new Error("no lot is drawn when everybody sees it"); };

test("everybody sees a button without rules, and no lot is drawn", () => {
  expect(shownHere({}, "/", "", false, never)).toBe(true);
});

test.each([
  ["phone", true, true], ["phone", false, false], ["computer", true, false], ["computer", false, true], ["any", true, true], ["any", false, true],
] as const)("a button for %s is seen with a phone in hand (%s): %s", (device, phone, shown) => {
  expect(shownHere({ device }, "/", "", phone, never)).toBe(shown);
});

test.each([
  [{ hidden: true }, "/", "", false],
  [{ audience: ["employer"] }, "/", "employer", true],
  [{ audience: ["employer"] }, "/", "", false],
  [{ pages: ["/vacancy/*", "/help"] }, "/vacancy/42", "", true],
  [{ pages: ["/vacancy/*", "/help"] }, "/help/more", "", false],
  [{ pages: ["/a.b"] }, "/aXb", "", false],
  [{ percent: 31 }, "/", "", true],
  [{ percent: 30 }, "/", "", false],
  [{ percent: 0 }, "/", "", false],
])("%j on %s for %s: %s", (look, path, audience, shown) => {
  expect(shownHere(look, path, audience, false, () => 30)).toBe(shown);
});

test("a link opens the chat with its topic and says that it comes from a notice", () => {
  expect(beginningOf("#pult?topic=block&about=%E2%84%96+42")).toEqual({ topic: "block", about: "№ 42", notice: true });
  expect(beginningOf("#pult")).toEqual({});
  for (const other of ["", "#", "#pultx", "#help?topic=block"]) expect(beginningOf(other)).toBeNull();
  expect(beginningOf(`#pult?topic=${"a".repeat(99)}`)?.topic).toHaveLength(40);
});

test("a person whom the site names draws the same lot everywhere; lots are spread evenly", () => {
  const token = (claims: object): string => `x.${btoa(JSON.stringify(claims)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "")}.y`;
  expect(subjectOf(token({ sub: "1042", name: "я".charCodeAt(0) }))).toBe("1042");
  for (const none of [undefined, "", "a.b", "a.%%%.c", token({ sub: 7 }), token({})]) expect(subjectOf(none)).toBeNull();
  expect(lotOfText("demo1042")).toBe(lotOfText("demo1042"));
  const lots = Array.from({ length: 10_000 }, (_, i) => lotOfText(`demo${i}`));
  const shares = Array.from({ length: 10 }, (_, part) => lots.filter((lot) => Math.floor(lot / 10) === part).length);
  expect(Math.min(...lots)).toBe(0);
  expect(Math.max(...lots)).toBe(99);
  expect(shares.every((share) => share > 800 && share < 1200)).toBe(true);
});
