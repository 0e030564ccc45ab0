import { expect, test } from "vitest";
import { revealed, SPARE, windowOf } from "../model/window.ts";

test("only what is seen of a long list is drawn, and some on both sides", () => {
  expect(windowOf(10_000, 64_000, 640, 64)).toEqual({ from: 1000 - SPARE, to: 1010 + SPARE });
  expect(windowOf(5, 0, 640, 64)).toEqual({ from: 0, to: 5 });
  expect(windowOf(0, 0, 640, 64)).toEqual({ from: 0, to: 0 });
  expect(windowOf(3, 9_000, 640, 64)).toEqual({ from: 3, to: 3 });
});

test("a row that is seen does not scroll the list, one above or below just comes in", () => {
  expect(revealed(3, 0, 640, 64)).toBe(0);
  expect(revealed(10, 0, 640, 64)).toBe(64);
  expect(revealed(2, 640, 640, 64)).toBe(128);
});
