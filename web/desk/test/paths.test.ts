import { describe, expect, test } from "vitest";
import { changes, merged, move, read, same, write } from "../settings/sites/paths.ts";

const base = { name: "Shop", settings: { says: { ru: { title: "Привет", wait: null } }, topics: [{ key: "a" }, { key: "b" }], domains: ["https://a.example"], peek: true } };

describe("a form is JSON by pointer", () => {
  test("reads, writes a copy, makes what is missing, takes away", () => {
    expect(read(base, "/settings/topics/1/key")).toBe("b");
    expect(read(base, "/settings/nothing/here")).toBeUndefined();
    const next = write(base, "/settings/says/en/title", "Hello");
    expect(read(next, "/settings/says/en/title")).toBe("Hello");
    expect(read(base, "/settings/says/en/title")).toBeUndefined();
    expect(read(write(base, "/settings/topics/0", undefined), "/settings/topics")).toEqual([{ key: "b" }]);
    expect(read(write(base, "/settings/topics/-", { key: "c" }), "/settings/topics/2/key")).toBe("c");
    expect(read(write({}, "/a~1b", 1), "/a~1b")).toBe(1);
    expect(write({ list: [] }, "/list/1/ru", "x")).toEqual({ list: [{}, { ru: "x" }] });
  });

  test("an item moves within its list and not out of it", () => {
    expect(read(move(base, "/settings/topics", 0, 1), "/settings/topics")).toEqual([{ key: "b" }, { key: "a" }]);
    expect(move(base, "/settings/topics", 0, -1)).toBe(base);
    expect(move(base, "/settings/topics", 1, 2)).toBe(base);
  });

  test("an empty text is no change, an empty wait is one", () => {
    expect(same(base, write(base, "/settings/says/en", { title: "", greeting: "" }))).toBe(true);
    expect(same(base, write(base, "/settings/says/ru/wait", ""))).toBe(false);
  });
});

describe("two people change one site", () => {
  const theirs = write(write(base, "/settings/says/ru/title", "Здравствуйте"), "/settings/peek", false);

  test("what they changed is named leaf by leaf, a list as a whole", () => {
    expect(changes(base, theirs).map((one) => one.at)).toEqual(["/settings/says/ru/title", "/settings/peek"]);
    expect(changes(base, move(base, "/settings/topics", 0, 1)).map((one) => one.at)).toEqual(["/settings/topics"]);
    expect(changes(base, base)).toEqual([]);
  });

  test("keeping mine keeps theirs wherever I changed nothing", () => {
    const mine = write(write(base, "/settings/says/ru/title", "Добрый день"), "/settings/domains/-", "https://b.example");
    const whole = merged(base, mine, theirs);
    expect(read(whole, "/settings/says/ru/title")).toBe("Добрый день");
    expect(read(whole, "/settings/peek")).toBe(false);
    expect(read(whole, "/settings/domains")).toEqual(["https://a.example", "https://b.example"]);
  });

  test("a measured wait is the same whether it is written or left out, and no wait is another", () => {
    expect(changes({ says: { ru: {} } }, { says: { ru: { wait: null } } })).toEqual([]);
    expect(changes({ says: { ru: {} } }, { says: { ru: { wait: "" } } }).map((one) => one.at)).toEqual(["/says/ru/wait"]);
  });

  test("what I took away stays away", () => {
    const mine = write(base, "/settings/says/ru", undefined);
    expect(read(merged(base, mine, theirs), "/settings/says/ru/title")).toBeUndefined();
  });
});
