import { describe, expect, it } from "vitest";
import type { Row } from "../../core/protocol-desk.ts";
import type { Command, DeskState } from "../../core/protocol.ts";
import { possible } from "../actions/possible.ts";
import { Bulk } from "../lists/bulk.ts";
import { asked } from "../state/dialogs.ts";
import { MOST_CHOSEN, Selection } from "../lists/selection.ts";
import { summary } from "../lists/summary.ts";
import { begun, firstBlank, groupOf, KINDS, lines, put, treeOf, unitOf, type Group } from "../lists/tree.ts";
import type { Tree } from "../lists/types.ts";
import { orderOfView } from "../lists/order.ts";
import { counted } from "../lists/types.ts";
import { allowedIn, modesOf } from "../model/allowed.ts";
import { NO_ROWS, rowsOf, takeRows } from "../model/rows.ts";
import { revealed, SPARE, windowOf } from "../model/window.ts";
import { answers } from "../state/api.ts";
import { setLanguage } from "../state/settings.ts";

const tag = (...names: string[]): Tree => ({ is: "tag", in: names });
const unread: Tree = { is: "unread" };

describe("a tree of conditions in the form", () => {
  it("any tree comes back meaning the same", () => {
    const trees: Tree[] = [
      { is: "all", of: [] },
      { is: "all", of: [unread, tag("vip")] },
      { is: "any", of: [unread, { is: "not", of: tag("a", "b") }] },
      { is: "all", of: [{ is: "any", of: [tag("a"), { is: "all", of: [unread, tag("b")] }] }, { is: "waiting", minutes: 5 }] },
      { is: "all", of: [{ is: "not", of: { is: "any", of: [unread, tag("x")] } }] },
    ];
    for (const tree of trees) expect(treeOf(groupOf(tree))).toEqual(tree);
    // A single condition gets a group around it, two turnings are none, and nothing is lost below.
    expect(treeOf(groupOf(unread))).toEqual({ is: "all", of: [unread] });
    expect(treeOf(groupOf({ is: "not", of: { is: "not", of: unread } }))).toEqual({ is: "all", of: [unread] });
    expect(treeOf(groupOf({ is: "not", of: { is: "all", of: [unread] } }))).toEqual({ is: "all", of: [{ is: "not", of: { is: "all", of: [unread] } }] });
  });

  it("parts are put, taken away and added where they stand", () => {
    const group = groupOf({ is: "all", of: [unread, { is: "any", of: [tag("a")] }] });
    const more = put(group, [1, 1], { kind: "line", not: true, condition: { is: "verified" } });
    expect(treeOf(more)).toEqual({ is: "all", of: [unread, { is: "any", of: [tag("a"), { is: "not", of: { is: "verified" } }] }] });
    expect(treeOf(put(more, [1, 0], null))).toEqual({ is: "all", of: [unread, { is: "any", of: [{ is: "not", of: { is: "verified" } }] }] });
    expect(treeOf(put(put(group, [1, 0], null), [0], null))).toEqual({ is: "all", of: [] });
    expect(lines(group)).toBe(2);
  });

  it("what lacks a value is found before it is sent", () => {
    const blank: Group = groupOf({ is: "all", of: [unread, { is: "any", of: [begun("holder") as Tree, begun("tag") as Tree] }] });
    expect(firstBlank(blank)).toEqual([1, 1]);
    expect(firstBlank(groupOf(unread))).toBeNull();
    for (const kind of KINDS) expect(begun(kind).is).toBe(kind);
  });

  it("times stand in the largest unit that they fill", () => {
    expect([0, 5, 60, 90, 1440, 2880, 1500].map(unitOf)).toEqual(["minutes", "minutes", "hours", "minutes", "days", "days", "hours"]);
  });
});

describe("a view in plain words", () => {
  const names = { people: new Map([[7, "\u0411\u043e\u0440\u0438\u0441"]]), teams: new Map([[1, "\u0421\u0435\u0432\u0435\u0440"]]), sites: new Map() };
  const filter: Tree = { is: "all", of: [{ is: "holder", in: ["me", 7] }, { is: "any", of: [tag("vip"), { is: "not", of: { is: "waiting", minutes: 120 } }] }] };

  it("reads as a sentence in both languages", () => {
    setLanguage("en");
    expect(summary({ of: "open", days: 30, filter }, names)).toBe("Open chats: with me, \u0411\u043e\u0440\u0438\u0441 and (tagged \u00abvip\u00bb or not waiting longer than 2 hours)");
    expect(summary({ of: "resolved", days: 7, filter: { is: "all", of: [] } }, names)).toBe("Solved within 7 days");
    setLanguage("ru");
    expect(summary({ of: "open", days: 30, filter: { is: "team", in: [1, 99] } }, names)).toContain("\u0421\u0435\u0432\u0435\u0440, \u2116 99");
  });

  it("counters are bounded", () => {
    expect([null, 0, 999, 1000].map(counted)).toEqual(["\u2014", "0", "999", "999+"]);
  });
});

function row(n: number): Row {
  const waiting = n % 3 === 0 ? null : 1_000_000 - n;
  return {
    conv: `c${n}`, no: n, last: 1, status: "open", holder: { kind: "queue", id: null, name: null }, contact: { name: null, number: n, verified: false },
    channel: { kind: "webchat", name: "x" }, topic: null, text: null, by: "contact", at: n, began: 5_000 - n, waiting, promise: n % 2 ? { text: "", due: n, by: "" } : null,
  };
}

describe("several talks at once", () => {
  const held = (n: number, id: number): Row => ({ ...row(n), holder: { kind: "operator", id, name: "x" } });
  const rows = [row(1), held(2, 3), { ...held(3, 9), tags: ["vip"] }];
  function desk(leads: number | null, refuse: (command: Command) => string | null = () => null) {
    const said: Command[] = [];
    const bulk = new Bulk({
      leads, rows: () => rows, release: () => undefined, seen: (conv) => (conv === "c1" ? 7 : undefined), clear: () => undefined,
      say: (command) => {
        said.push(command);
        const code = refuse(command);
        return Promise.resolve(code === null ? { ok: true, ack: { t: "ack", cid: "", conv: "", n: 1, at: 1 } } : { ok: false, error: { t: "error", code } });
      },
    });
    return { bulk, said };
  }

  it("each talk gets the command that it would get alone", async () => {
    const convs = ["c1", "c2", "c3"];
    const supervisor = desk(3);
    await supervisor.bulk.transfer(convs, 5, "x");
    expect(supervisor.said.map((one) => "lead" in one)).toEqual([false, false, true]);
    const { bulk, said } = desk(null);
    await bulk.transfer(convs, null, "", 4);
    expect(said[2]).toEqual({ t: "transfer", conv: "c3", to: null, reason: "", team: 4 });
    said.length = 0;
    await bulk.snooze(convs, 99);
    expect(said).toEqual([{ t: "snooze", conv: "c1", until: 99, seen: 7 }, { t: "snooze", conv: "c2", until: 99 }, { t: "snooze", conv: "c3", until: 99 }]);
    said.length = 0;
    await bulk.tags(convs, ["vip"], []);
    expect(said).toEqual(["c1", "c2"].map((conv) => ({ t: "tag", conv, add: ["vip"], remove: [] })));
  });

  it("what could not be done is named, what left the list as well", async () => {
    const { bulk } = desk(null, (command) => ("conv" in command && command.conv === "c2" ? "not_holder" : null));
    await bulk.resolve(["c1", "c2", "c3", "c4"], "", () => ({}));
    const now = asked.value;
    expect(now?.kind === "bulkDone" && [now.result.done, now.result.refused.map((one) => one.conv)]).toEqual([2, ["c2", "c4"]]);
    asked.value = null;
  });
});

describe("what is offered", () => {
  const state = { status: "open", holder: { kind: "queue", id: null, name: null } } as DeskState;

  it("a viewer is offered nothing that changes a talk", () => {
    expect(possible(state, { id: 1, permissions: ["own", "talks.read", "people.read"], teams: [] })).toEqual([]);
    expect(possible(state, { id: 1, permissions: ["talks.write"], teams: [] })).toContain("tags");
  });

  it("a specialist notes and neither takes nor answers", () => {
    const who = (...permissions: string[]) => ({ id: 1, permissions, teams: [] });
    const [viewer, specialist, operator] = [who("talks.read"), who("talks.read", "talks.note", "talks.every"), who("talks.note", "talks.write")];
    expect([viewer, specialist, operator].map(modesOf)).toEqual([[], ["note"], ["reply", "note"]]);
    expect([allowedIn(state, operator).take, allowedIn(state, operator).reply]).toEqual([true, true]);
    expect(Object.values(allowedIn(state, specialist)).some(Boolean)).toBe(false);
    expect(possible(state, specialist)).toEqual([]);
    expect((["specialist", "viewer", "supervisor"] as const).map((role) => answers({ role }))).toEqual([false, false, true]);
  });
});

describe("ten thousand rows", () => {
  const all = Array.from({ length: 10_000 }, (_, n) => row(n));
  const rows = takeRows(NO_ROWS, all, true);

  it("of them only what is seen is drawn, wherever the list stands", () => {
    const height = 64;
    for (const top of [0, 64 * 50 + 7, 64 * 5_000, 64 * 9_990, 64 * 20_000]) {
      const { from, to } = windowOf(all.length, top, 900, height);
      expect(to - from).toBeLessThanOrEqual(Math.ceil(900 / height) + 1 + 2 * SPARE);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(all.length);
    }
    expect(revealed(9_999, 0, 900, height)).toBe(10_000 * height - 900);
    expect(revealed(0, 64 * 500, 900, height)).toBe(0);
  });

  it("they stand in the order of their view", () => {
    const listed = rowsOf(rows, "all", { id: 1, teams: [] });
    expect(listed[0]?.waiting).toBe(Math.min(...all.flatMap((one) => one.waiting ?? [])));
    const by = (order: "last" | "began" | "promise") => [...all].sort(orderOfView({ of: "open", order })).map((one) => one.no);
    expect(by("last").slice(0, 2)).toEqual([9_999, 9_998]);
    expect(by("began").slice(0, 2)).toEqual([9_999, 9_998]);
    expect(by("promise").slice(0, 3)).toEqual([1, 3, 5]);
    expect(by("promise").at(-1)).toBe(9_998);
  });

  it("so many are chosen at once and no more", () => {
    const order = all.map((one) => one.conv);
    const selection = new Selection();
    selection.toggle("c5");
    selection.reach("c9", order);
    expect([...selection.chosen.value]).toEqual(["c5", "c6", "c7", "c8", "c9"]);
    selection.toggle("c6");
    expect(selection.chosen.value.size).toBe(4);
    selection.every(order);
    expect([selection.chosen.value.size, selection.full.value]).toEqual([MOST_CHOSEN, true]);
    selection.keep(["c5", "c1", "gone"]);
    expect([...selection.chosen.value]).toEqual(["c1", "c5"]);
    selection.clear();
    expect([selection.chosen.value.size, selection.some.value]).toEqual([0, false]);
  });
});
