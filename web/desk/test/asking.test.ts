import { expect, test } from "vitest";
import { emptyRow, faultOf, formOf, type Row } from "../model/asking.ts";

const LABELS = { name: "Name", mail: "E-mail", phone: "Phone" };
const row = (part: Partial<Row>): Row => ({ ...emptyRow(), ...part });

test("what is missing is named by its place", () => {
  expect(faultOf("contact", " ", "", [])).toEqual({ at: "text" });
  expect(faultOf("buttons", "When?", "morning\nmorning", [])).toEqual({ at: "choices" });
  expect(faultOf("buttons", "When?", "morning\nevening", [])).toBeNull();
  expect(faultOf("own", "Say", "", [row({ label: "a" }), row({})])).toEqual({ at: "row", row: 1, what: "label" });
  expect(faultOf("own", "Say", "", [row({ label: "a", kind: "choice", choices: "one" })])).toEqual({ at: "row", row: 0, what: "choices" });
  expect(faultOf("own", "Say", "", [row({ label: "a", kind: "choice", choices: "one\ntwo" })])).toBeNull();
});

test("the form that goes out holds what was put together, each question under a key of its own", () => {
  expect(formOf("contact", "", [], LABELS).fields.map(({ key, kind, required }) => [key, kind, required])).toEqual([
    ["name", "text", true], ["mail", "mail", true], ["phone", "phone", undefined],
  ]);
  expect(formOf("buttons", " yes \n\nno\n", [], LABELS)).toEqual({ fields: [{ key: "choice", kind: "buttons", choices: ["yes", "no"] }] });
  expect(formOf("own", "", [row({ label: " Size ", kind: "choice", choices: "S\nM" }), row({ label: "Why", required: false })], LABELS)).toEqual({
    fields: [{ key: "q1", kind: "choice", label: "Size", required: true, choices: ["S", "M"] }, { key: "q2", kind: "text", label: "Why", required: false }],
  });
});
