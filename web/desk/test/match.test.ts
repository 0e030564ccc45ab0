import { expect, test } from "vitest";
import { isSearch } from "../model/keys.ts";
import { answers } from "../search/match.ts";

test.each([
  ["очер", "Список: Очередь", true], ["jxthtlm", "Список: Очередь", true], ["ЕМА", "Тема: тёмная", false], ["темн", "Тема: тёмная", true],
  ["dark theme", "Theme: dark theme", true], ["вфкл", "Theme: dark theme", true], ["чаты", "Список: Очередь", false], ["  ", "Theme", false],
])("«%s» against «%s»", (query, text, yes) => expect(answers(query, text)).toBe(yes));

test("the key of the search works under any layout, and only with Ctrl or ⌘", () => {
  const press = { code: "KeyK", key: "л", shiftKey: false, ctrlKey: true, metaKey: false, altKey: false };
  expect(isSearch(press)).toBe(true);
  expect(isSearch({ ...press, ctrlKey: false, metaKey: true })).toBe(true);
  expect(isSearch({ ...press, ctrlKey: false })).toBe(false);
  expect(isSearch({ ...press, shiftKey: true })).toBe(false);
  expect(isSearch({ ...press, altKey: true })).toBe(false);
});
