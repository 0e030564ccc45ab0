import { describe, expect, test } from "vitest";
import { placeOf, valueOf, wrongOf } from "../settings/sites/telling.ts";

const PLAIN = "this is wrong";
const refused = (pointer: string, detail = PLAIN, code = "invalid"): string => wrongOf({ code, pointer, detail });

describe("what the server refuses is said in people's words, never in its own", () => {
  test.each([
    "/name", "/settings/domains/2", "/settings/languages", "/settings/topics/0/key", "/settings/topics/0/text/ru", "/settings/fields/1/label/en",
    "/settings/fields/1/choices", "/settings/fields/1/choices/0/ru", "/settings/fields/1/statement/ru", "/settings/fields/1/version",
    "/settings/look/accent", "/settings/look/radius", "/settings/launcher/logo", "/settings/hours/mon/0", "/settings/zone", "/settings/holidays/0", "/settings/country",
    "/settings/shown/countries/1", "/settings/shown/percent", "/settings/shown/not_from/2", "/settings/mask/patterns/0",
  ])("%s", (pointer) => {
    expect(refused(pointer)).not.toContain(PLAIN);
  });

  test("lines are counted as people count them", () => {
    expect(refused("/settings/domains/2")).toContain("3");
  });

  test("too long, too many, twice and in use are told apart; what is unknown is told as the server says it", () => {
    const said = [
      refused("/settings/says/ru/title", "expected `str` of length <= 200"), refused("/settings/topics", "expected `array` of length <= 20"),
      refused("/settings/topics/1/key", "'a' stands here twice"), refused("/key", PLAIN, "key_in_use"), refused("/settings/brand_new"),
    ];
    expect(new Set(said).size).toBe(said.length);
    expect(said.at(-1)).toContain(PLAIN);
  });
});

test("a place and a value are named, whatever they are", () => {
  expect(placeOf("/settings/says/ru/greeting").split(" · ")).toHaveLength(3);
  expect(placeOf("/settings/topics/0/key")).not.toContain("topics");
  expect(valueOf([{ key: "a", text: { en: "Delivery" } }, "https://a.example"])).toBe("Delivery, https://a.example");
  expect(valueOf("x".repeat(500))).toHaveLength(120);
  expect(valueOf("data:image/png;base64,AAAA")).not.toContain("base64");
  expect(valueOf("", "/settings/says/ru/wait")).not.toBe(valueOf(null, "/settings/says/ru/wait"));
});
