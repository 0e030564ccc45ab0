import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLine, type Line } from "../line.ts";
import { createOutbox, type Outbox } from "../outbox.ts";
import { guarded, type Keep } from "../storage.ts";
import { turn, Wire } from "./wire.ts";

/** What a browser's storage does, for Node. */
class Shelf extends Map<string, string> {
  get length() { return this.size; }
  getItem(key: string) { return this.get(key) ?? null; }
  setItem(key: string, value: string) { this.set(key, value); }
  removeItem(key: string) { this.delete(key); }
  key(index: number) { return [...this.keys()][index] ?? null; }
}

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
});
afterEach(() => vi.useRealTimers());

function boxOn(keep: Keep, credit = 8): { line: Line; box: Outbox } {
  const line: Line = createLine({
    url: "ws://x", auth: () => Promise.resolve({ ticket: "t" }), Socket: Wire, random: () => 1, page: null,
    status: (status) => box.lineChanged(status === "live"), frame: (frame) => box.take(frame),
  });
  const box: Outbox = createOutbox({ line, keep, scope: "k", credit });
  return { line, box };
}

async function live(line: Line): Promise<void> {
  line.start();
  await turn();
  Wire.last.welcome();
}

const sent = () => Wire.last.sent.filter((frame) => "cid" in frame);

test("a word is in storage before it is on the wire, and leaves it with its ack", async () => {
  const shelf = new Shelf();
  const { line, box } = boxOn(guarded(() => shelf));
  const { cid, done } = box.submit({ t: "send", text: "a\uD800b" });
  expect([...shelf.values()].join()).toContain(cid);
  await live(line);
  expect(sent()).toEqual([{ t: "send", text: "a\uFFFDb", cid }]);
  Wire.last.say({ t: "ack", cid, conv: "Z", n: 3, at: 1 });
  expect((await done).ok).toBe(true);
  expect(shelf.size).toBe(0);
  expect(box.pending()).toMatchObject([{ state: "acked", n: 3 }]);
  box.settle("Z", 3);
  expect(box.pending()).toEqual([]);
});

test("after a cut the same cids go out again, in order, one after another", async () => {
  const { line, box } = boxOn(guarded(() => new Shelf()));
  await live(line);
  const [a, b] = [box.submit({ t: "send", conv: "Z", text: "1" }).cid, box.submit({ t: "send", conv: "Z", text: "2" }).cid];
  expect(sent().map((frame) => frame.cid)).toEqual([a]);
  Wire.last.cut();
  await vi.advanceTimersByTimeAsync(1000);
  Wire.last.welcome();
  expect(sent().map((frame) => frame.cid)).toEqual([a]);
  Wire.last.say({ t: "ack", cid: a, conv: "Z", n: 1, at: 1 });
  expect(sent().map((frame) => frame.cid)).toEqual([a, b]);
});

test("a new page takes the words of the one before in charge, oldest first", async () => {
  const shelf = new Shelf();
  const before = boxOn(guarded(() => shelf));
  const cids = ["1", "2", "3"].map((text) => before.box.submit({ t: "send", conv: "Z", text }).cid);
  const { line, box } = boxOn(guarded(() => shelf));
  box.restore();
  box.restore();
  await live(line);
  for (const cid of cids) Wire.last.say({ t: "ack", cid, conv: "Z", n: 1, at: 1 });
  expect(sent().map((frame) => frame.cid)).toEqual(cids);
});

test("the credit bounds what is unanswered", async () => {
  const { line, box } = boxOn(guarded(() => new Shelf()), 2);
  await live(line);
  for (const conv of ["a", "b", "c"]) box.submit({ t: "take", conv });
  expect(sent()).toHaveLength(2);
});

test("«busy» waits and sends the same again, before what came later", async () => {
  const { line, box } = boxOn(guarded(() => new Shelf()));
  await live(line);
  const { cid } = box.submit({ t: "send", conv: "Z", text: "1" });
  const later = box.submit({ t: "send", conv: "Z", text: "2" }).cid;
  Wire.last.say({ t: "error", code: "busy", retry_ms: 400, cid });
  await vi.advanceTimersByTimeAsync(399);
  expect(sent()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  Wire.last.say({ t: "ack", cid, conv: "Z", n: 1, at: 1 });
  expect(sent().map((frame) => frame.cid)).toEqual([cid, cid, later]);
});

test("a refused word stays with its reason, goes again under a new cid, or is removed", async () => {
  const shelf = new Shelf();
  const { line, box } = boxOn(guarded(() => shelf));
  await live(line);
  const { cid, done } = box.submit({ t: "send", conv: "Z", text: "1", seen: 2 });
  Wire.last.say({ t: "error", code: "stale", from: 5, cid });
  expect(await done).toMatchObject({ ok: false, error: { code: "stale", from: 5 } });
  expect(box.pending()).toMatchObject([{ cid, state: "failed", code: "stale" }]);
  expect(shelf.size).toBe(1);
  box.again(cid, { seen: 5 });
  expect(sent().at(-1)).toMatchObject({ t: "send", text: "1", seen: 5 });
  expect(sent().at(-1)?.cid).not.toBe(cid);
  box.remove(box.pending()[0]?.cid ?? "");
  expect([box.pending(), shelf.size]).toEqual([[], 0]);
});

test("a failed word is still there after a reload and does not go out by itself", async () => {
  const shelf = new Shelf();
  const first = boxOn(guarded(() => shelf));
  await live(first.line);
  const { cid } = first.box.submit({ t: "send", conv: "Z", text: "1" });
  Wire.last.say({ t: "error", code: "conflict", cid });
  const { line, box } = boxOn(guarded(() => shelf));
  box.restore();
  await live(line);
  expect([box.pending()[0]?.state, sent().length]).toEqual(["failed", 0]);
});

test("a refused act is told and leaves nothing behind", async () => {
  const shelf = new Shelf();
  const { line, box } = boxOn(guarded(() => shelf));
  await live(line);
  const { cid, done } = box.submit({ t: "take", conv: "Z" });
  Wire.last.say({ t: "error", code: "taken", by: { name: "Boris" }, cid });
  expect(await done).toMatchObject({ ok: false, error: { code: "taken" } });
  expect([box.pending(), shelf.size]).toEqual([[], 0]);
});

test("no answer means a dead line: another is opened and the word goes again", async () => {
  const { line, box } = boxOn(guarded(() => new Shelf()));
  await live(line);
  const { cid } = box.submit({ t: "send", text: "1" });
  await vi.advanceTimersByTimeAsync(16_000);
  expect(Wire.all).toHaveLength(2);
  Wire.last.welcome();
  expect(sent().map((frame) => frame.cid)).toEqual([cid]);
});

test("all of it works where storage is forbidden, full, or forgets", async () => {
  const forbidden = guarded(() => { throw new Error("SecurityError"); });
  const full = guarded(() => Object.assign(new Shelf(), { setItem() { throw new Error("QuotaExceededError"); } }));
  for (const keep of [forbidden, full, guarded(() => null)]) {
    const { line, box } = boxOn(keep);
    await live(line);
    const { cid } = box.submit({ t: "send", text: "1" });
    expect(keep.keys("k.out.")).toHaveLength(1);
    Wire.last.say({ t: "ack", cid, conv: "Z", n: 1, at: 1 });
    expect(keep.keys("k.out.")).toHaveLength(0);
  }
});
