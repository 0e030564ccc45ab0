import { expect, test } from "vitest";
import { strengthOf } from "../people/strength.ts";

test.each([
  ["", 0], ["короткий", 0], ["aaaaaaaaaaaaaaaaaaaa", 1], ["abcdefghij", 2], ["Тридцать три", 2], ["сорок два попугая", 3], ["сорок-два-Попугая-и-1-крыло", 4],
] as const)("%s is of strength %i", (password, strength) => {
  expect(strengthOf(password)).toBe(strength);
});
