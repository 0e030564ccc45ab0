import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { guarded, type Keep } from "../core/storage.ts";
import { turn, Wire } from "../core/test/wire.ts";
import { createTalk } from "./talk.ts";

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
});
afterEach(() => vi.useRealTimers());

const site = { name: "Shop", peek: true };
const snap = (entries: unknown[], more = {}) => ({
  t: "snap", id: "c:Z", top: entries.length, first: 1, entries,
  state: { conv: "Z", no: 1, status: "open", with: null, rated: null, marks: { visitor: 0, team: 0, got: 0 }, ...more },
});
const ours = (n: number) => ({ n, kind: "message", by: { kind: "operator", name: "Anna" }, at: n, text: `${n}` });

function talkOn(keep: Keep = guarded(() => null)) {
  const alive = vi.fn();
  const token = vi.fn(() => Promise.resolve("tok"));
  const talk = createTalk({ scope: "s", socketUrl: "ws://x", keep, site, token, alive, transport: { Socket: Wire, page: null, random: () => 1 } });
  return { talk, alive, token, keep };
}

async function welcomed(conv: string | null): Promise<void> {
  await turn();
  Wire.last.welcome({ conv, site });
}

test("who only looks leaves no trace; the key is kept with the first word, before the wire", async () => {
  const { talk, keep } = talkOn();
  talk.open();
  await welcomed(null);
  expect(keep.keys("")).toEqual([]);
  talk.say("hi");
  expect(keep.keys("").some((key) => key === "pult.s.key")).toBe(true);
  expect(Wire.last.of("hello")[0]?.auth).toEqual({ key: keep.get("pult.s.key"), site: "tok" });
});

test("a closed panel without a talk has no line; a talk keeps it, and the next page opens it by itself", async () => {
  const { talk, alive, keep } = talkOn();
  talk.wake();
  expect([Wire.all.length, alive.mock.calls]).toEqual([0, [[false]]]);
  talk.open();
  await welcomed(null);
  talk.close();
  expect(Wire.last.closed).toBe(true);
  talk.open();
  await welcomed(null);
  talk.say("hi");
  talk.close();
  expect(Wire.last.closed).toBe(false);
  talkOn(keep).talk.wake();
  await turn();
  expect(Wire.all).toHaveLength(3);
});

test("the ack names the talk, its snapshot takes the place of the echo", async () => {
  const { talk } = talkOn();
  talk.open();
  await welcomed(null);
  talk.say("hi");
  expect(talk.pending.value).toHaveLength(1);
  Wire.last.say({ t: "ack", cid: Wire.last.of("send")[0]?.cid, conv: "Z", n: 1, at: 1 });
  expect(talk.pending.value).toHaveLength(1);
  Wire.last.say(snap([{ n: 1, kind: "message", by: { kind: "you" }, at: 1, text: "hi" }]));
  expect([talk.pending.value.length, talk.view.value?.items.length]).toEqual([0, 1]);
});

test("another tab's first word brings this tab into the same talk", async () => {
  const { talk, keep } = talkOn();
  talk.open();
  await welcomed(null);
  keep.set("pult.s.key", "other");
  talk.say("mine");
  await vi.advanceTimersByTimeAsync(1000);
  await welcomed("Z");
  expect(Wire.last.of("hello")[0]?.auth).toEqual({ key: "other", site: "tok" });
  expect(Wire.last.of("sub")).toEqual([{ t: "sub", id: "c:Z" }]);
  expect(Wire.last.of("send")).toHaveLength(1);
});

test("unread are the other side's words after the own mark; seen sends one mark", async () => {
  const { talk } = talkOn();
  talk.open();
  await welcomed("Z");
  Wire.last.say(snap([ours(1), ours(2)], { marks: { visitor: 1, team: 0, got: 0 } }));
  expect(talk.unread.value).toBe(1);
  talk.seen();
  talk.seen();
  expect([talk.unread.value, Wire.last.of("read")]).toEqual([0, [{ t: "read", conv: "Z", n: 2 }]]);
});

test("typing fades after six seconds, and at once when the words come", async () => {
  const { talk } = talkOn();
  talk.open();
  await welcomed("Z");
  Wire.last.say(snap([ours(1)]));
  Wire.last.say({ t: "typing", id: "c:Z", name: "Anna", on: true });
  expect(talk.typing.value).toBe("Anna");
  await vi.advanceTimersByTimeAsync(6000);
  expect(talk.typing.value).toBeNull();
  Wire.last.say({ t: "typing", id: "c:Z", name: "Anna", on: true });
  Wire.last.say({ t: "ev", id: "c:Z", e: [ours(2)] });
  expect(talk.typing.value).toBeNull();
});

test("a site token that is refused is asked for anew, once", async () => {
  const { talk, token } = talkOn();
  talk.open();
  await turn();
  Wire.last.cut(4003);
  await vi.advanceTimersByTimeAsync(1000);
  Wire.last.cut(4003);
  expect(token.mock.calls).toEqual([[false], [true]]);
  expect(talk.stopped.value).toBe("denied");
});
