import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPeek } from "./peek.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watched(allowed = true) {
  const sent: [number, string][] = [];
  return { sent, peek: createPeek((k, text) => sent.push([k, text]) > 0, () => allowed) };
}

test("at most five frames a second, the last text always, counted upwards", async () => {
  const { sent, peek } = watched();
  for (let i = 1; i <= 40; i++) {
    peek.typed("a".repeat(i));
    await vi.advanceTimersByTimeAsync(25);
  }
  await vi.advanceTimersByTimeAsync(200);
  expect(sent.length).toBeLessThanOrEqual(6);
  expect(sent.every(([k], i) => i === 0 || k > (sent[i - 1]?.[0] ?? k))).toBe(true);
  expect(sent.at(-1)?.[1]).toBe("a".repeat(40));
});

test("a reloaded page counts on above what the page before counted", async () => {
  const before = watched();
  before.peek.typed("a");
  await vi.advanceTimersByTimeAsync(1000);
  const { sent, peek } = watched();
  peek.typed("b");
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent[0]?.[0]).toBeGreaterThan(before.sent[0]?.[0] ?? Infinity);
});

test("nothing follows the text that became a message", async () => {
  const { sent, peek } = watched();
  peek.typed("hi");
  peek.sent();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([]);
});

test("a site that does not peek gets nothing; a long text only its end, never half a character", async () => {
  const closed = watched(false);
  closed.peek.typed("hi");
  const open = watched();
  open.peek.typed("😀".repeat(501) + "x");
  await vi.advanceTimersByTimeAsync(1000);
  expect(closed.sent).toEqual([]);
  expect(open.sent[0]?.[1]).toBe("\uFFFD" + "😀".repeat(499) + "x");
});
