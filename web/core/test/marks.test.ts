import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { spans } from "../marks.ts";

interface Case { text: string; spans: [string, string | null][] }

const CASES = JSON.parse(readFileSync(new URL("../../../tests/support/marks.json", import.meta.url), "utf8")) as Case[];

test.each(CASES)("$text", ({ text, spans: expected }) => {
  expect(spans(text).map((span) => [span.text, span.mark ?? null])).toEqual(expected);
});

test("a link keeps its underscores", () => {
  expect(spans("see https://a.example/_x_/ **now**").map((span) => [span.text, span.mark ?? span.href ?? null])).toEqual([
    ["see ", null], ["https://a.example/_x_/", "https://a.example/_x_/"], [" ", null], ["now", "b"],
  ]);
});
