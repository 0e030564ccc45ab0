/** snapshot + entries == fresh snapshot, on fixtures that are recorded from the server's doors (tests/replay/fixtures). */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apply, mark, older, viewOf, type Audience, type View } from "../fold.ts";
import type { DeskState, Entry, SnapFrame, VisitorState } from "../protocol.ts";

interface Fixture {
  audience: Audience;
  snapshots: { after: number; snap: SnapFrame<DeskState | VisitorState> }[];
  entries: Entry[];
}

const folder = new URL("../../../tests/replay/fixtures/", import.meta.url);
const names = listed().filter((name) => name.endsWith(".json"));

function listed(): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

test("there are fixtures for both audiences, and in each at least one pair of snapshots with entries between", () => {
  const fixtures = names.map(read);
  expect(new Set(fixtures.map((one) => one.audience))).toEqual(new Set(["desk", "visitor"]));
  for (const one of fixtures) {
    const [first, last] = [one.snapshots[0], one.snapshots.at(-1)];
    expect(last?.after ?? 0).toBeGreaterThan(first?.after ?? 0);
  }
});

test.each(names)("%s: every snapshot plus the entries after it is every later snapshot", (name) => {
  const { audience, snapshots, entries } = read(name);
  for (const [i, start] of snapshots.entries()) {
    for (const end of snapshots.slice(i + 1)) {
      const between = entries.filter((entry) => entry.n > start.after && entry.n <= end.after);
      expect(between.map((entry) => entry.n)).toEqual(range(start.after + 1, end.after));
      const folded = between.reduce(apply<DeskState | VisitorState>, viewOf(audience, start.snap));
      const fresh = viewOf(audience, end.snap);
      expect(comparable(folded, fresh.first)).toEqual(comparable(fresh, fresh.first));
    }
  }
});

const KINDS: Record<Audience, string[]> = {
  desk: ["assigned", "edited", "erased", "joined", "message", "note", "part", "promised", "rated", "status", "tagged", "transferred", "weighed"],
  visitor: ["assigned", "edited", "erased", "message", "rated", "status", "transferred"],
};

test.each(["desk", "visitor"] as const)("%s: every kind stands between two snapshots of the fixtures, and no other", (audience) => {
  const kinds = names.map(read).filter((one) => one.audience === audience).flatMap((one) => {
    const [first, last] = [one.snapshots[0]?.after ?? 0, one.snapshots.at(-1)?.after ?? 0];
    return one.entries.filter((entry) => entry.n > first && entry.n <= last).map((entry) => entry.kind);
  });
  expect([...new Set(kinds)].sort()).toEqual(KINDS[audience]);
});

const read = (name: string): Fixture => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Fixture;
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/** The part that both windows show, without the read marks (they come by frames of their own). */
function comparable(view: View, first: number) {
  return { top: view.top, state: { ...view.state, marks: null }, items: view.items.filter((item) => item.n >= first) };
}

const base: VisitorState = { conv: "Z", no: 1, status: "open", with: null, rated: null, marks: { visitor: 0, team: 0, got: 0 } };
const say = (n: number, text: string): Entry => ({ n, kind: "message", by: { kind: "you" }, at: n, text });
const snapOf = (entries: Entry[], first = 1): SnapFrame<VisitorState> =>
  ({ t: "snap", id: "c:Z", top: entries.at(-1)?.n ?? 0, state: base, entries, first });

test("an edit or erasure of a line above the window waits for its page", () => {
  const later: Entry[] = [
    { n: 3, kind: "edited", by: { kind: "you" }, at: 3, target: 1, text: "new" },
    { n: 4, kind: "erased", by: { kind: "you" }, at: 4, target: 2 },
  ];
  const whole = viewOf("visitor", snapOf([say(1, "old"), say(2, "bad"), ...later]));
  const paged = older(viewOf("visitor", snapOf(later, 3)), [say(1, "old"), say(2, "bad")], 1);
  expect(paged).toEqual(whole);
  expect(whole.items.map((item) => [item.text, item.edited, item.erased])).toEqual([["new", 3, false], ["", null, true]]);
});

test("an unknown kind advances the number and shows nothing; a repeat changes nothing", () => {
  const view = viewOf("visitor", snapOf([say(1, "a")]));
  const next = apply(view, { n: 2, kind: "weather", by: { kind: "system" }, at: 2 });
  expect([next.top, next.items]).toEqual([2, view.items]);
  expect(apply(next, say(1, "again"))).toBe(next);
});

test("what is erased stays erased, whatever edit comes after", () => {
  const view = viewOf("visitor", snapOf([{ ...say(1, ""), erased: true }, { n: 2, kind: "edited", by: { kind: "you" }, at: 2, target: 1, text: "x" }]));
  expect(view.items).toMatchObject([{ erased: true, text: "", edited: null }]);
});

test("a read mark never goes back", () => {
  const view = mark(viewOf("visitor", snapOf([say(1, "a")])), { team: 5 });
  expect(mark(view, { team: 3 })).toBe(view);
  expect(mark(view, { visitor: 1 }).state.marks).toEqual({ visitor: 1, team: 5, got: 0 });
});
