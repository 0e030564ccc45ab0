import { describe, expect, it } from "vitest";
import { closingOf, draftOf, freeKey } from "../settings/routing/closing.ts";
import { unitOf } from "../settings/routing/fields.tsx";
import { mannersOf, USUAL } from "../settings/routing/Manner.tsx";
import { partOf, said, spansOf } from "../settings/routing/policy.ts";

describe("settings of teams", () => {
  it("reads spans as people type them", () => {
    expect(spansOf("09:00 – 13:00, 14:00-18:00,")).toEqual(["09:00-13:00", "14:00-18:00"]);
    expect(spansOf(" ")).toEqual([]);
  });
  it("shows a length in the largest unit that tells it without a rest", () => {
    expect([null, 0, 30, 90, 300, 7200, 86_400].map(unitOf)).toEqual(["min", "min", "s", "s", "min", "h", "d"]);
  });
  it("knows in which part of the form a refusal stands", () => {
    expect(["/hours/mon/0", "/targets/1/first", "/overflow/to", "/closing/0", ""].map(partOf)).toEqual(["hours", "targets", "overflow", "closing", "other"]);
    expect([said({ ru: "Да" }, "en", "Yes"), said({ ru: "Да" }, "ru", " ")]).toEqual([{ ru: "Да", en: "Yes" }, {}]);
  });
  it("takes the defaults where a team says nothing", () => {
    expect(mannersOf([{ ...USUAL, team: 2, manner: "pull" }], 3)).toEqual({ ...USUAL, team: 3 });
  });
  it("keeps questions on closing as lines of text and back", () => {
    const closing = { topic: true, topics: ["A", "B"], fields: [{ key: "answer-2", label: "L", required: true, choices: ["x", "y"] }] };
    expect(closingOf(draftOf(closing))).toEqual(closing);
    expect(freeKey(draftOf(closing).fields)).toBe("answer-3");
  });
});
