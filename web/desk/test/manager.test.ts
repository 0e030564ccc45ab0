import { afterEach, describe, expect, test, vi } from "vitest";
import { likely } from "../actions/likely.ts";
import { askBack, managerFirst, partOf, standing, type Manager } from "../manager/manager.ts";
import type { Colleague, State } from "../state/api.ts";

const one = (id: number, state: State, online = true): Colleague => ({
  id, name: `N${id}`, public_name: `N${id}`, role: "operator", teams: [], online, picture: null, state, comment: "", since: 0, load: 0, limit: 500,
});
const MANAGER: Manager = { operator: 3, name: "N3", deputies: [4, 1] };

describe("the personal manager", () => {
  test("stands first, then who stands in for her; the rest keep their order", () => {
    const list = [one(1, "available"), one(2, "available"), one(3, "pause"), one(4, "available")];
    expect(managerFirst(list, MANAGER).map(({ id }) => id)).toEqual([3, 4, 1, 2]);
    expect(managerFirst(list, null).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(list.map((each) => partOf(each, MANAGER))).toEqual(["deputy", null, "manager", "deputy"]);
  });

  test.each<[string, Colleague[], number | null]>([
    ["takes it when she takes talks", [one(4, "available"), one(3, "transfers")], 3],
    ["is away: the deputy", [one(3, "pause"), one(4, "available"), one(1, "available")], 4],
    ["and the first deputy is at no desk: the next one", [one(3, "away"), one(4, "available", false), one(1, "available")], 1],
    ["nobody of them takes talks", [one(3, "pause"), one(2, "available")], null],
  ])("%s", (_, list, chosen) => {
    expect(standing(list, MANAGER)?.id ?? null).toBe(chosen);
  });
});

describe("whom a talk that waits is handed to when nothing else is said", () => {
  const team = { id: 9, name: "Склад" };

  test.each<[string, Parameters<typeof likely>, ReturnType<typeof likely>]>([
    ["a colleague who can take it now", [[one(1, "available"), one(2, "available")], [team], true, 1], { kind: "colleague", one: one(2, "available") }],
    ["not one who carries all that she may", [[{ ...one(2, "available"), load: 500 }], [team], false, 1], { kind: "team", one: team }],
    ["nobody is there: the queue of everybody", [[one(1, "available"), one(2, "available", false)], [], true, 1], { kind: "everybody" }],
    ["which of two queues is not guessed", [[one(1, "available"), one(2, "pause")], [team], true, 1], null],
    ["nor is it given to whoever cannot take it, or to myself", [[one(1, "available"), one(2, "pause"), one(3, "available", false)], [], false, 1], null],
  ])("%s", (_, asked, chosen) => expect(likely(...asked)).toEqual(chosen));
});

describe("where she is away", () => {
  afterEach(() => void vi.unstubAllGlobals());

  test("one request hands the chat over with by when she writes, why and what to know", async () => {
    const asked = vi.fn(() => Promise.resolve(new Response(JSON.stringify({ how: "promised", to: 3, name: "N3" }))));
    vi.stubGlobal("fetch", asked);
    const said = { cid: "c", at: 5, text: "N3 writes back", reason: "", note: "in a hurry", lead: false };
    expect(await askBack("Zk/1", said)).toMatchObject({ ok: true, body: { how: "promised", to: 3 } });
    const [path, how] = asked.mock.calls[0] as unknown as [string, RequestInit];
    expect([path, how.method, JSON.parse(how.body as string)]).toEqual(["/api/talks/Zk%2F1/manager/talk", "POST", said]);
  });
});
