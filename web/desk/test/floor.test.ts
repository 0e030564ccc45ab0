import { describe, expect, it } from "vitest";
import type { FloorPerson, FloorTalk } from "../../core/protocol-floor.ts";
import { crossed, fresh, USUAL_RULES } from "../floor/alerts.ts";
import { ahead, dueOf, EMPTY, fold, inHands, lateness, manned, ordered, queues, waitingCount, type Board } from "../floor/model.ts";
import { isHome, targetsOf } from "../floor/moving.ts";
import { placeOf as routeOf, hashOf, above } from "../model/route.ts";

const talk = (conv: string, more: Partial<FloorTalk> = {}): FloorTalk => ({ conv, no: conv.charCodeAt(0), channel: "webchat", waiting: 1000, ...more });
const person = (id: number, more: Partial<FloorPerson> = {}): FloorPerson => ({
  id, name: `P${id}`, picture: null, teams: [], line: true, state: "available", comment: "", since: 0, here: true, load: 0, limit: 500, ...more,
});
const board = (talks: FloorTalk[], more: Partial<Board> = {}): Board => ({
  ...fold(EMPTY, { t: "floor", whole: true, talks, people: [person(1)], counts: [[0, talks.length]], bars: [{ channel: "", first_reply: 60, waiting: 60 }] }), ...more,
});

describe("the board", () => {
  it("folds changes onto what is known and takes away what is gone", () => {
    const first = board([talk("a"), talk("b")]);
    const next = fold(first, { t: "floor", talks: [talk("a", { holder: 1 })], gone: ["b"], people: [person(1, { load: 100 })], counts: [[0, 0]] });
    expect([...next.talks.keys()]).toEqual(["a"]);
    expect([inHands(next).get(1)?.length, next.people.get(1)?.load, waitingCount(next)]).toEqual([1, 100, 0]);
    expect(fold(next, { t: "floor", whole: true }).talks.size).toBe(0);
  });

  it("stands in the order in which it is answered, by team, as far as the queue is known", () => {
    const all = board([talk("b", { waiting: 50 }), talk("a", { waiting: 900 }), talk("c", { priority: 3, waiting: 2000 }), talk("d", { team: 7 }), talk("e", { holder: 1 }), talk("f", { aside: true })]);
    expect(queues(all).get(0)?.map((one) => one.conv)).toEqual(["c", "b", "a"]);
    expect(queues(all).get(7)?.map((one) => one.conv)).toEqual(["d"]);
    // What came behind the known part is not shown as if it stood next.
    expect(queues({ ...all, next: [0, 60, 1] }).get(0)?.map((one) => one.conv)).toEqual(["c", "b"]);
  });

  it("knows what is close to its bar: a promise first, else the bar of the channel", () => {
    const { bars } = board([]);
    expect(dueOf(talk("a"), bars)).toBe(61_000);
    expect(dueOf(talk("a", { due: 5 }), bars)).toBe(5);
    expect(dueOf(talk("a", { aside: true }), bars)).toBe(null);
    expect([20_000, 45_000, 61_000].map((now) => lateness(talk("a"), bars, now))).toEqual(["calm", "soon", "late"]);
    const near = ahead(board([talk("a", { waiting: 0 }), talk("b", { waiting: 20_000 }), talk("c", { waiting: 60_000 })]), 65_000);
    expect(near.map((one) => one.talk.conv)).toEqual(["b", "a"]);
  });

  it("puts whoever can take a chat first and counts who is on the line", () => {
    const people = [person(1, { here: false }), person(2, { state: "pause" }), person(3, { load: 500 }), person(4, { line: false }), person(5, { line: false, here: false })];
    expect(ordered(people).map((one) => one.id)).toEqual([3, 4, 2, 1]);
    expect(manned(people)).toEqual({ line: 3, here: 2, ready: 1, room: 0 });
  });

  it("calls once when a bar is crossed, not for what is late already when it opens", () => {
    const late = board([talk("a", { waiting: 0 })]);
    const now = crossed(late, USUAL_RULES, 61_000);
    expect(fresh(now, null)).toEqual([]);
    expect(fresh(now, new Set()).map((one) => one.kind)).toEqual(["late"]);
    expect(fresh(now, new Set(now.keys()))).toEqual([]);
    expect(crossed({ ...late, people: new Map([[1, person(1, { here: false })]]) }, USUAL_RULES, 0).has("nobody")).toBe(true);
    const figure = { count: 2, average: 70_000, half: 1, most: 1, within: 0 };
    expect([...crossed(board([], { figures: [{ channel: "", first_reply: figure, waiting: { ...figure, average: 5 } }] }), USUAL_RULES, 0).keys()]).toEqual(["first_reply "]);
    expect(crossed(late, { ...USUAL_RULES, late: false }, 61_000).size).toBe(0);
  });

  it("offers people who answer, then queues; where a talk lies already is no target", () => {
    expect(targetsOf([person(1), person(2, { line: false })], [0, 7])).toEqual([{ kind: "person", id: 1 }, { kind: "team", id: 0 }, { kind: "team", id: 7 }]);
    expect(isHome(talk("a", { holder: 1 }), { kind: "person", id: 1 })).toBe(true);
    expect(isHome(talk("a", { team: 7 }), { kind: "team", id: 0 })).toBe(false);
  });

  it("has an address of its own, on a big screen too", () => {
    expect(routeOf("#/floor")).toEqual({ screen: "floor", conv: null, big: false });
    expect(hashOf(routeOf("#/floor?big"))).toBe("#/floor?big");
    expect(above(routeOf("#/floor?big"))).toEqual({ screen: "floor", conv: null, big: false });
    expect(above(routeOf("#/floor"))).toEqual({ screen: "list", conv: null });
  });
});
