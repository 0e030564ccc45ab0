import { expect, test } from "vitest";
import { beginningOf, shownHere } from "./look.ts";

const never = (): number => { throw new Error("no lot is drawn when everybody sees it"); };

test("everybody sees a button without rules, and no lot is drawn", () => {
  expect(shownHere({}, "/", "", never)).toBe(true);
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
  expect(shownHere(look, path, audience, () => 30)).toBe(shown);
});

test("a link opens the chat with its topic and says that it comes from a notice", () => {
  expect(beginningOf("#pult?topic=block&about=%E2%84%96+42")).toEqual({ topic: "block", about: "№ 42", notice: true });
  expect(beginningOf("#pult")).toEqual({});
  for (const other of ["", "#", "#pultx", "#help?topic=block"]) expect(beginningOf(other)).toBeNull();
  expect(beginningOf(`#pult?topic=${"a".repeat(99)}`)?.topic).toHaveLength(40);
});
