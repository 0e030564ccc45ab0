import { describe, expect, test } from "vitest";
import { viewOf } from "../../core/fold.ts";
import type { DeskState, Entry } from "../../core/protocol.ts";
import { allowed } from "../model/allowed.ts";
import { lateness, rowTime } from "../model/clock.ts";
import { errorSentence } from "../model/errors.ts";
import { lastRead, linesOf } from "../model/lines.ts";
import { clearPeek, peekText, takePeek, type Peeks } from "../model/peeks.ts";
import { hashOf, placeOf } from "../model/route.ts";
import { SPEECH } from "../model/say.ts";
import { en } from "../words/en.ts";
import { ru } from "../words/ru.ts";

const NOON = new Date(2026, 10, 22, 12, 0).getTime();
const DAY = 86_400_000;
const ANNA = { kind: "operator", id: 3, name: "Анна" } as const;
const STATE: DeskState = {
  conv: "x", no: 7, status: "open", holder: ANNA, contact: { name: null }, channel: { kind: "webchat", name: "" }, topic: null,
  waiting: null, rated: null, marks: { visitor: 0, team: 0, got: 0 }, created: NOON,
};
let made = 0;
const entry = (part: Partial<Entry>): Entry => ({ n: ++made, p: made, kind: "message", aud: "public", by: ANNA, at: NOON, text: "слово", ...part });
const items = (entries: Entry[]) => viewOf("desk", { t: "snap", id: "c:x", top: made, state: STATE, entries, first: 1 }).items;

describe("the log", () => {
  test("each day begins with its name, facts in a row stand together", () => {
    const lines = linesOf(items([
      entry({ at: NOON - DAY, by: { kind: "contact" } }),
      entry({ kind: "assigned", aud: "internal", p: null, to: ANNA, how: "take" }),
      entry({ kind: "status", aud: "internal", p: null, to: "resolved", from: "open" }),
      entry({}),
    ]));
    expect(lines.map((line) => line.kind)).toEqual(["day", "said", "day", "facts", "said"]);
    expect(lines[3]?.kind === "facts" && lines[3].items).toHaveLength(2);
  });

  test("«read» stands under the last of our public words that the visitor has seen, never under a note", () => {
    made = 0;
    const said = items([entry({}), entry({ kind: "note", aud: "internal", p: null }), entry({ by: { kind: "contact" } }), entry({})]);
    expect(lastRead(said, 3)).toBe(1);
    expect(lastRead(said, 4)).toBe(4);
    expect(lastRead(said, 0)).toBeNull();
  });
});

describe("what may be done with a talk", () => {
  const may = (part: Partial<DeskState>): string[] =>
    Object.entries(allowed({ ...STATE, ...part }, 3)).filter(([, yes]) => yes).map(([act]) => act).sort();
  test("mine", () => expect(may({})).toEqual(["reply", "resolve", "transfer"]));
  test("queued: a reply takes it first", () => expect(may({ holder: { kind: "queue", id: null, name: null } })).toEqual(["reply", "resolve", "take"]));
  test("a colleague's: only notes", () => expect(may({ holder: { ...ANNA, id: 4 } })).toEqual([]));
  test("resolved: only reopen", () => expect(may({ status: "resolved" })).toEqual(["reopen"]));
});

describe("peeks", () => {
  const none: Peeks = new Map();
  test("a late one is ignored, an old one expires, the message that it becomes clears it", () => {
    let peeks = takePeek(none, "x", { k: 5, text: "а можно" }, 0);
    peeks = takePeek(peeks, "x", { k: 4, text: "а мож" }, 10);
    expect(peekText(peeks, "x", 20)).toBe("а можно");
    expect(peekText(peeks, "x", 15_000)).toBe("");
    expect(peekText(clearPeek(peeks, "x"), "x", 20)).toBe("");
    expect(peekText(takePeek(clearPeek(peeks, "x"), "x", { k: 4, text: "late" }, 20), "x", 20)).toBe("");
  });
  test("after 15 s of silence a page loaded anew may count from one again", () => {
    const peeks = takePeek(takePeek(none, "x", { k: 50, text: "old" }, 0), "x", { k: 1, text: "new" }, 15_000);
    expect(peekText(peeks, "x", 15_001)).toBe("new");
  });
});

test("waiting is calm in the first half of what is promised, amber in the second, red from its end on", () => {
  const row = { waiting: NOON, due: { at: NOON + 600_000, kind: "next" as const } };
  expect([299_999, 300_000, 599_999, 600_000].map((waited) => lateness(row, NOON + waited))).toEqual(["plain", "wait", "wait", "late"]);
});

test("where no answer is promised it is late after a minute, whatever is promised of the solution", () => {
  for (const due of [undefined, { at: NOON, kind: "resolve" as const }]) {
    expect(lateness({ waiting: NOON, due }, NOON + 59_999)).toBe("wait");
    expect(lateness({ waiting: NOON, due }, NOON + 60_000)).toBe("late");
  }
});

test("a row shows the time today and the date before", () => {
  expect(rowTime(NOON - 60_000, NOON, "ru")).toBe("11:59");
  expect(rowTime(NOON - DAY, NOON, "en")).toBe("Nov 21");
});

test("the address names the screen and the talk, and back again", () => {
  for (const place of [{ screen: "list", conv: null }, { screen: "talk", conv: "Zk/э" }, { screen: "side", conv: "Zk" }] as const) {
    expect(placeOf(hashOf(place))).toEqual(place);
  }
  for (const path of [[], ["sites"], ["sites", "a/b"]]) expect(placeOf(hashOf({ screen: "settings", conv: null, path }))).toEqual({ screen: "settings", conv: null, path });
  expect(placeOf("#c/%E0%A4%A")).toEqual({ screen: "list", conv: null });
});

describe("words", () => {
  test("every refusal of the protocol says something, and an unknown one names its code", () => {
    for (const code of ["busy", "stale", "taken", "not_found", "not_holder", "not_open", "conflict", "invalid", "too_large", "unavailable"]) {
      expect(errorSentence({ code }, SPEECH.ru.t)).not.toContain(code);
    }
    expect(errorSentence({ code: "taken", by: "Борис" }, SPEECH.ru.t)).toContain("Борис");
    expect(errorSentence({ code: "brand_new" }, SPEECH.en.t)).toContain("brand_new");
  });

  test("both languages have the same gaps in the same words, and no machine shouts", () => {
    const gaps = (text: unknown): string[] => [...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect(new Set(gaps(ru[key])), key).toEqual(new Set(gaps(en[key])));
      expect(JSON.stringify([en[key], ru[key]]), key).not.toContain("!");
    }
  });

  test("Russian counts one, two and five", () => {
    const { t } = SPEECH.ru;
    expect([1, 2, 5, 21].map((count) => t("talk.newDown", { count }))).toEqual([
      "1 новое сообщение", "2 новых сообщения", "5 новых сообщений", "21 новое сообщение",
    ]);
  });
});
