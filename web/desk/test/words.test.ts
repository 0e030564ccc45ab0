import { expect, test } from "vitest";
import type { Words } from "../../core/i18n.ts";

/** Every dictionary that is loaded on demand: `…/words/<name>.ts`, or `…/words/<part>-<language>.ts`. */
const FOUND = import.meta.glob<Record<string, Words>>(["../*/words/*.ts", "../*/*/words/*.ts"], { eager: true });
const whole = (path: string): [string, Words] => [path, Object.assign({}, ...Object.values(FOUND[path] ?? {})) as Words];
const gapsOf = (text: unknown): Set<string> => new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""));
const english = Object.keys(FOUND).filter((path) => /\ben\.ts$/.test(path));

test("there are dictionaries", () => expect(english.length).toBeGreaterThan(0));

test.each(english)("%s says the same in Russian: the same words, the same gaps, and no machine shouts", (path) => {
  const [, en] = whole(path);
  const [, ru] = whole(path.replace(/en\.ts$/, "ru.ts"));
  expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    expect(gapsOf(ru[key]), key).toEqual(gapsOf(en[key]));
    expect(JSON.stringify([en[key], ru[key]]), key).not.toContain("!");
  }
});
