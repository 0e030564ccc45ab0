import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLine, Denied, type LineOptions } from "../line.ts";
import type { Entry } from "../protocol.ts";
import { turn, Wire } from "./wire.ts";

const entry = (n: number): Entry => ({ n, kind: "message", by: { kind: "you" }, at: n, text: `${n}` });

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
});
afterEach(() => vi.useRealTimers());

async function lineOf(options: Partial<LineOptions> = {}) {
  const line = createLine({
    url: "ws://x", auth: () => Promise.resolve({ ticket: "t" }), Socket: Wire, random: () => 1, page: new EventTarget(), ...options,
  });
  line.start();
  await turn();
  return line;
}

test("hello names every followed stream with its last number, and after a cut the epoch too", async () => {
  const line = await lineOf();
  line.follow("c:a", {});
  Wire.last.welcome();
  Wire.last.say({ t: "snap", id: "c:a", top: 4, state: {}, entries: [], first: 1 });
  Wire.last.say({ t: "ev", id: "c:a", e: [entry(5)] });
  Wire.last.cut();
  expect(line.status()).toBe("waiting");
  await vi.advanceTimersByTimeAsync(1000);
  expect(Wire.all).toHaveLength(2);
  Wire.last.welcome();
  expect(Wire.last.sent[0]).toEqual({ t: "hello", v: 1, auth: { ticket: "t" }, streams: [["c:a", 5]], epoch: "e1" });
  expect(line.status()).toBe("live");
});

test("a stream followed between hello and welcome is asked for", async () => {
  const line = await lineOf();
  Wire.last.open();
  line.follow("c:a", {}, 7);
  Wire.last.say({ t: "welcome", v: 1, epoch: "e", now: 0, me: {} });
  expect(Wire.last.of("sub")).toEqual([{ t: "sub", id: "c:a", last: 7 }]);
});

test("entries come once, in order; a hole is fetched, a repeat is ignored", async () => {
  const line = await lineOf();
  const seen: number[] = [];
  line.follow("c:a", { entries: (list) => seen.push(...list.map((one) => one.n)) });
  Wire.last.welcome();
  Wire.last.say({ t: "snap", id: "c:a", top: 2, state: {}, entries: [], first: 1 });
  Wire.last.say({ t: "ev", id: "c:a", e: [entry(2), entry(3)] });
  Wire.last.say({ t: "ev", id: "c:a", e: [entry(6)] });
  expect(Wire.last.of("fetch")).toEqual([{ t: "fetch", id: "c:a", from: 4 }]);
  Wire.last.say({ t: "ev", id: "c:a", e: [entry(4)] });
  expect(Wire.last.of("fetch").at(-1)).toEqual({ t: "fetch", id: "c:a", from: 5 });
  Wire.last.say({ t: "ev", id: "c:a", e: [entry(5), entry(6)] });
  Wire.last.say({ t: "ev", id: "c:a", e: [entry(6)] });
  expect(seen).toEqual([3, 4, 5, 6]);
});

test("a position above ours is a hole, and a fetch without an answer is asked again", async () => {
  const line = await lineOf();
  line.follow("c:a", {}, 3);
  Wire.last.welcome();
  Wire.last.say({ t: "pos", id: "c:a", top: 5 });
  await vi.advanceTimersByTimeAsync(5000);
  expect(Wire.last.of("fetch")).toEqual([{ t: "fetch", id: "c:a", from: 4 }, { t: "fetch", id: "c:a", from: 4 }]);
});

test("a snapshot of another history replaces ours, also when it is shorter", async () => {
  const line = await lineOf();
  const seen: unknown[] = [];
  line.follow("c:a", { snap: (frame) => seen.push(frame.top), entries: (list) => seen.push(...list.map((one) => one.n)) }, 40);
  Wire.last.welcome({}, "e2");
  Wire.last.say({ t: "snap", id: "c:a", top: 7, state: {}, entries: [], first: 1 });
  Wire.last.say({ t: "ev", id: "c:a", e: [entry(8)] });
  expect(seen).toEqual([7, 8]);
});

test("a stream that is gone is followed no more", async () => {
  const line = await lineOf();
  const gone = vi.fn();
  line.follow("c:a", { gone });
  Wire.last.welcome();
  Wire.last.say({ t: "gone", id: "c:a" });
  Wire.last.cut();
  await vi.advanceTimersByTimeAsync(1000);
  Wire.last.welcome();
  expect(gone).toHaveBeenCalledOnce();
  expect(Wire.last.sent[0]).toMatchObject({ streams: [] });
});

test("waits grow to the cap while nothing answers, and shrink after a line that held", async () => {
  const line = await lineOf();
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    const before = Date.now();
    Wire.last.cut();
    const count = Wire.all.length;
    while (Wire.all.length === count) await vi.advanceTimersByTimeAsync(1000);
    waits.push((Date.now() - before) / 1000);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
  Wire.last.welcome();
  await vi.advanceTimersByTimeAsync(5000);
  Wire.last.cut();
  await vi.advanceTimersByTimeAsync(1000);
  expect(Wire.all).toHaveLength(9);
  expect(line.status()).toBe("connecting");
});

test("65 s without any frame end a line with streams; a line without streams may be silent", async () => {
  const line = await lineOf();
  Wire.last.welcome();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(Wire.all).toHaveLength(1);
  line.follow("c:a", {}, 1);
  Wire.last.say({ t: "live", id: "c:a", top: 1 });
  await vi.advanceTimersByTimeAsync(64_000);
  Wire.last.say({ t: "pos", id: "c:a", top: 1 });
  await vi.advanceTimersByTimeAsync(64_000);
  expect(line.status()).toBe("live");
  await vi.advanceTimersByTimeAsync(70_000);
  expect(Wire.all.length).toBeGreaterThan(1);
  expect(Wire.all[0]?.closed).toBe(true);
});

test("a socket that never welcomes is given up", async () => {
  await lineOf();
  Wire.last.open();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(Wire.all).toHaveLength(2);
});

test("«reconnect» comes back after the time it says", async () => {
  await lineOf();
  Wire.last.welcome();
  Wire.last.say({ t: "reconnect", after: 7000 });
  await vi.advanceTimersByTimeAsync(6900);
  expect(Wire.all).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(Wire.all).toHaveLength(2);
});

test("4000 asks for a reload and stops", async () => {
  const reload = vi.fn();
  const line = await lineOf({ reload });
  Wire.last.cut(4000);
  await vi.advanceTimersByTimeAsync(100_000);
  expect([reload.mock.calls.length, Wire.all.length, line.status()]).toEqual([1, 1, "stopped"]);
});

test("4003 asks once more who we are, then gives up; start tries again", async () => {
  const denied = vi.fn();
  const auth = vi.fn((_again: boolean) => Promise.resolve({ ticket: "t" }));
  const line = await lineOf({ denied, auth });
  Wire.last.cut(4003);
  await vi.advanceTimersByTimeAsync(1000);
  expect(auth.mock.calls).toEqual([[false], [true]]);
  Wire.last.cut(4003);
  expect([denied.mock.calls.length, line.status()]).toEqual([1, "stopped"]);
  line.start();
  await turn();
  expect(Wire.all).toHaveLength(3);
});

test("who cannot sign in is told; who merely cannot be reached is tried again", async () => {
  const denied = vi.fn();
  const auth = vi.fn().mockRejectedValueOnce(new Error("no network")).mockRejectedValueOnce(new Denied());
  const line = await lineOf({ denied, auth });
  expect([line.status(), denied.mock.calls.length]).toEqual(["waiting", 0]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([line.status(), denied.mock.calls.length]).toEqual(["stopped", 1]);
});

test("a person who does something need not wait out the pause, but cannot hammer", async () => {
  const line = await lineOf();
  for (let i = 0; i < 5; i++) {
    Wire.last.cut();
    const count = Wire.all.length;
    while (Wire.all.length === count) await vi.advanceTimersByTimeAsync(1000);
  }
  Wire.last.cut();
  line.hurry();
  await turn();
  expect(Wire.all).toHaveLength(6);
  await vi.advanceTimersByTimeAsync(1000);
  line.hurry();
  await turn();
  expect(Wire.all).toHaveLength(7);
});

test("offline cuts the line, online brings it back at once", async () => {
  const page = new EventTarget();
  const line = await lineOf({ page });
  Wire.last.welcome();
  page.dispatchEvent(new Event("offline"));
  expect([line.status(), Wire.last.closed]).toEqual(["waiting", true]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(Wire.all).toHaveLength(1);
  page.dispatchEvent(new Event("online"));
  await turn();
  expect(Wire.all).toHaveLength(2);
});

test("a page put away closes its socket and opens it when it is shown again", async () => {
  const page = new EventTarget();
  await lineOf({ page });
  Wire.last.welcome();
  page.dispatchEvent(new Event("pagehide"));
  expect(Wire.last.closed).toBe(true);
  page.dispatchEvent(new Event("pageshow"));
  await turn();
  expect(Wire.all).toHaveLength(2);
});

test("nothing that a server might say breaks the line", async () => {
  const line = await lineOf();
  Wire.last.welcome();
  Wire.last.onmessage?.({ data: "no json" } as MessageEvent);
  Wire.last.onmessage?.({ data: "null" } as MessageEvent);
  Wire.last.onmessage?.({ data: new ArrayBuffer(2) } as MessageEvent);
  Wire.last.say({ t: "weather", id: "c:a" });
  expect(line.status()).toBe("live");
});
