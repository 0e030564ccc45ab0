import { expect, test } from "vitest";
import { countries, homeOf, international, meant } from "./countries.ts";

const list = countries("en");

test("every country stands once, under a name and with the code before its numbers", () => {
  expect(new Set(list.map((one) => one.at)).size).toBe(list.length);
  expect(list.length).toBeGreaterThan(225);
  expect(list.every((one) => /^\D{3,} \+\d{1,3}$/.test(one.shown))).toBe(true);
  const code = (at: string): string | undefined => list.find((one) => one.at === at)?.code;
  expect(["RU", "KZ", "US", "GB", "DE", "UA", "BY", "GE", "AE", "CZ", "VA"].map(code)).toEqual(["7", "7", "1", "44", "49", "380", "375", "995", "971", "420", "39"]);
});

test("a country is found by its name, the beginning of it, or its code", () => {
  expect(homeOf(list, "ru-RU")?.at).toBe("RU");
  expect(homeOf(list, "en")?.at).toBe("US");
  expect(meant(list, "Kazakhstan +7")?.at).toBe("KZ");
  expect(meant(list, "georg")?.at).toBe("GE");
  expect(meant(list, "+995")?.at).toBe("GE");
  expect(meant(list, "nowhere")).toBeUndefined();
  expect(meant(countries("ru"), "беларусь +375")?.code).toBe("375");
});

test.each([
  ["7", "916 123-45-67", "+79161234567"],
  ["7", "8 (916) 123-45-67", "+79161234567"],
  ["44", "020 7946 0000", "+442079460000"],
  ["39", "06 698", "+3906698"],
  ["7", "+44 20 7946 0000", "+442079460000"],
  ["1", "00 49 30 1234", "+49301234"],
  ["7", " ", ""],
])("+%s and %s is %s", (code, typed, number) => expect(international(code, typed)).toBe(number));
