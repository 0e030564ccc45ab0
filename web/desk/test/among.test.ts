import { expect, test } from "vitest";
import type { AmongWord } from "../../core/protocol.ts";
import { joined } from "../among/among.ts";

const word = (no: number, text = `${no}`): AmongWord => ({ no, by: { id: 3, name: "\u0410\u043d\u043d\u0430" }, at: no, text, talk: null });

test("pages and what comes live are one row of words, each once and in order", () => {
  expect(joined([word(3), word(4)], [word(1), word(2), word(3)]).map((one) => one.no)).toEqual([1, 2, 3, 4]);
  expect(joined([word(3, "old")], [word(3, "new")]).map((one) => one.text)).toEqual(["new"]);
});
