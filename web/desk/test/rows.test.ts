import { describe, expect, test } from "vitest";
import type { Row } from "../../core/protocol.ts";
import { byUrgency, countedTabs, countTabs, countWaiting, givenTo, heldBy, isUnread, markRead, neighbour, NO_ROWS, rowsOf, sees, takeRows, unreadOf, upTo } from "../model/rows.ts";

const ANNA = 3;
const BORIS = 4;
const whose = (id: number, teams: number[] = []) => ({ id, teams });
const queue = { kind: "queue", id: null, name: null } as const;
const held = (id: number) => ({ kind: "operator", id, name: `operator ${id}` }) as const;

function row(conv: string, part: Partial<Row> = {}): Row {
  return {
    conv, no: 1, last: 1, status: "open", holder: queue, contact: { name: "Марина" }, channel: { kind: "webchat", name: "Демо" },
    topic: null, text: "Здравствуйте", by: "contact", at: 1000, waiting: null, ...part,
  };
}
const convs = (rows: readonly Row[]): string[] => rows.map((one) => one.conv);

describe("the order of rows", () => {
  test("who waits longest stands first, then who wrote last", () => {
    const rows = [
      row("calm-old", { at: 100 }), row("waits-short", { waiting: 900 }), row("calm-new", { at: 800 }), row("waits-long", { waiting: 200 }),
    ];
    expect(convs(rows.sort(byUrgency))).toEqual(["waits-long", "waits-short", "calm-new", "calm-old"]);
  });

  test("equal times are settled by the case number, so rows never change places by themselves", () => {
    const pair = [row("b", { no: 2, waiting: 5 }), row("a", { no: 1, waiting: 5 })];
    expect(convs(pair.sort(byUrgency))).toEqual(["a", "b"]);
    expect(convs(pair.reverse().sort(byUrgency))).toEqual(["a", "b"]);
  });
});

describe("tabs", () => {
  const rows = takeRows(NO_ROWS, [
    row("mine", { holder: held(ANNA), waiting: 10 }), row("queued", { waiting: 20 }), row("bots", { holder: { kind: "bot", id: 1, name: "bot" } }),
    row("his", { holder: held(BORIS), waiting: 5 }),
  ], true);

  test("each talk stands in its tab, and in all of them", () => {
    expect(countTabs(rows, whose(ANNA))).toEqual({ mine: 1, queue: 1, team: 0, all: 4, resolved: 0 });
    expect(convs(rowsOf(rows, "mine", whose(ANNA)))).toEqual(["mine"]);
    expect(convs(rowsOf(rows, "queue", whose(ANNA)))).toEqual(["queued"]);
    expect(rowsOf(rows, "all", whose(ANNA))).toHaveLength(4);
  });

  test("the title counts who waits for me or for anybody, not for a colleague", () => {
    expect(countWaiting(rows, whose(ANNA))).toBe(2);
    expect(countWaiting(rows, whose(BORIS))).toBe(2);
    // Whoever answers no chats hears of nobody in the queue.
    expect(countWaiting(rows, { ...whose(BORIS), answers: false })).toBe(1);
  });
});

test("a talk that somebody gave me says so to me alone, until I have read that far", () => {
  const given = { n: 7, by: "Борис" };
  const mine = row("mine", { holder: held(ANNA), last: 8, given });
  expect(givenTo(mine, ANNA)).toEqual(given);
  expect(givenTo(mine, BORIS)).toBeUndefined();
  expect(givenTo({ ...mine, read: 6 }, ANNA)).toEqual(given);
  expect(givenTo({ ...mine, read: 7 }, ANNA)).toBeUndefined();
  expect(givenTo(row("took", { holder: held(ANNA) }), ANNA)).toBeUndefined();
});

describe("lists that are not known to their end", () => {
  test("the team's are those of any of one's teams", () => {
    const rows = takeRows(NO_ROWS, [row("north", { team: 1 }), row("south", { team: 2 }), row("nobodys")], true);
    expect(convs(rowsOf(rows, "team", whose(ANNA, [1, 7])))).toEqual(["north"]);
    expect(countTabs(rows, whose(ANNA, [1, 2])).team).toBe(2);
  });

  test("what lies behind the last row that was fetched is not shown: unknown ones may stand between", () => {
    const rows = [row("a", { waiting: 1 }), row("b", { waiting: 5 }), row("late", { waiting: 9 })];
    expect(convs(upTo(rows, row("b", { waiting: 5 }), byUrgency))).toEqual(["a", "b"]);
    expect(convs(upTo(rows, null, byUrgency))).toEqual(["a", "b", "late"]);
  });

  test("the server's counters become those of the tabs", () => {
    const counted = { all: 9, queue: 4, held: { "3": 2 }, teams: { "1": 3, "2": 5 } };
    expect(countedTabs(counted, whose(ANNA, [1, 2, 8]), NO_ROWS)).toEqual({ mine: 2, queue: 4, team: 8, all: 9, resolved: 0 });
    expect(countedTabs(counted, whose(BORIS), NO_ROWS)).toEqual({ mine: 0, queue: 4, team: 0, all: 9, resolved: 0 });
  });

  test("who was asked into a talk has it among hers, though she does not hold it", () => {
    const asked = row("asked", { holder: held(BORIS), guests: [{ id: 3, name: "Анна", may: "read" }] });
    const rows = takeRows(NO_ROWS, [asked, row("other", { holder: held(BORIS) })], true);
    expect(convs(rowsOf(rows, "mine", whose(ANNA)))).toEqual(["asked"]);
    expect(heldBy(rows, 3)).toBe(0);
    expect(sees(asked, whose(ANNA))).toBe(true);
    expect(sees({ ...asked, team: 7 }, whose(ANNA, [1]))).toBe(false);
    expect(sees({ ...asked, team: 7 }, { ...whose(ANNA), every: true })).toBe(true);
  });

  test("the solved stand by when they were solved, and leave when they are opened again", () => {
    let rows = takeRows(NO_ROWS, [row("a", { last: 5 }), row("b")], true);
    rows = takeRows(rows, [row("a", { last: 7, status: "resolved", resolved: 50 }), row("c", { status: "resolved", resolved: 90 })], false);
    expect(convs(rowsOf(rows, "resolved", whose(ANNA)))).toEqual(["c", "a"]);
    rows = takeRows(rows, [row("a", { last: 8 })], false);
    expect(convs(rowsOf(rows, "resolved", whose(ANNA)))).toEqual(["c"]);
    expect(rows.open.has("a")).toBe(true);
  });
});

test("unread are the visitor's words that nobody has answered and this operator has not seen", () => {
  expect(unreadOf(row("a", { last: 9, read: 4, said: [3, 5, 9] }))).toBe(2);
  expect(unreadOf(row("a", { last: 9, read: 9, said: [3, 5, 9] }))).toBe(0);
  expect(unreadOf(row("a", { last: 9, by: "operator", said: [] }))).toBe(0);
});

describe("news of the list", () => {
  test("the newest row wins, a late one changes nothing", () => {
    const rows = takeRows(takeRows(NO_ROWS, [row("a", { last: 5, text: "five" })], true), [row("a", { last: 4, text: "four" })], false);
    expect(rows.open.get("a")?.text).toBe("five");
  });

  test("a resolved talk leaves, and a late row does not bring it back; a newer one does", () => {
    let rows = takeRows(NO_ROWS, [row("a", { last: 5 })], true);
    rows = takeRows(rows, [row("a", { last: 7, status: "resolved" })], false);
    rows = takeRows(rows, [row("a", { last: 6 })], false);
    expect(rows.open.has("a")).toBe(false);
    expect(takeRows(rows, [row("a", { last: 8 })], false).open.has("a")).toBe(true);
  });

  test("a whole list replaces what was there", () => {
    const rows = takeRows(takeRows(NO_ROWS, [row("old")], true), [row("new")], true);
    expect([...rows.open.keys()]).toEqual(["new"]);
  });

  test("a read mark is kept when a row without one comes, and never goes back", () => {
    let rows = takeRows(NO_ROWS, [row("a", { last: 5, read: 5 })], true);
    rows = takeRows(rows, [row("a", { last: 6 })], false);
    expect(rows.open.get("a")?.read).toBe(5);
    rows = markRead(rows, "a", 6);
    expect(markRead(rows, "a", 3).open.get("a")?.read).toBe(6);
  });

  test("what was read in a solved talk is read when it is opened again", () => {
    const solved = takeRows(NO_ROWS, [row("a", { last: 6, status: "resolved", said: [6] })], true);
    const again = row("a", { last: 8, said: [6] });
    expect(unreadOf(takeRows(markRead(solved, "a", 6), [again], false).open.get("a") ?? again)).toBe(0);
    expect(unreadOf(takeRows(solved, [again], false).open.get("a") ?? again)).toBe(1);
  });

  test("unread is what a visitor said and nobody here has seen", () => {
    expect(isUnread(row("a", { last: 3, read: 2 }))).toBe(true);
    expect(isUnread(row("a", { last: 3, read: 3 }))).toBe(false);
    expect(isUnread(row("a", { last: 3, read: 2, by: "operator" }))).toBe(false);
  });
});

test("J and K walk along the list and stop at its ends", () => {
  const order = ["a", "b", "c"];
  expect(neighbour(order, null, 1)).toBe("a");
  expect(neighbour(order, "a", 1)).toBe("b");
  expect(neighbour(order, "c", 1)).toBe("c");
  expect(neighbour(order, "a", -1)).toBe("a");
  expect(neighbour(order, "left the list", 1)).toBe("a");
  expect(neighbour([], null, 1)).toBeNull();
});
