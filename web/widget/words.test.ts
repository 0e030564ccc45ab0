import { expect, test } from "vitest";
import type { Plural } from "../core/i18n.ts";
import { en } from "./words/en.ts";
import { launcherWords } from "./words/launcher.ts";
import { ru } from "./words/ru.ts";

const forms: Record<string, string[]> = { en: ["one", "other"], ru: ["few", "many", "one", "other"] };
const holes = (text: string | Plural): string =>
  [...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).filter((name, i, all) => all.indexOf(name) === i).join();

test("both languages have the same keys, the same holes and every form that their plurals need", () => {
  expect(Object.keys(ru)).toEqual(Object.keys(en));
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, holes(ru[key])]).toEqual([key, holes(en[key])]);
    for (const [language, text] of [["en", en[key]], ["ru", ru[key]]] as const) {
      if (typeof text === "string") expect(text.trim(), key).not.toBe("");
      else expect([key, Object.keys(text).sort()]).toEqual([key, forms[language]]);
    }
  }
});

test("the launcher speaks both languages", () => {
  expect(Object.keys(launcherWords.ru)).toEqual(Object.keys(launcherWords.en));
});
