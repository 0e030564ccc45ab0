import { expect, test } from "vitest";
import { readBoot, readToFrame, readToHost } from "./bridge.ts";

test("only messages of our shape pass, on both sides", () => {
  for (const bad of [null, 1, "ready", [], {}, { pult: "shown" }, { pult: "shown", open: 1 }, { pult: "token", token: 5 },
    { pult: "start", token: "t", open: true, language: "ru" }, { pult: "ready" }]) {
    expect(readToFrame(bad)).toBeNull();
  }
  for (const bad of [null, {}, { pult: "unread", count: "1" }, { pult: "alive" }, { pult: "shown", open: true }, { type: "ready" }]) {
    expect(readToHost(bad)).toBeNull();
  }
  expect(readToFrame({ pult: "shown", open: true })).toEqual({ pult: "shown", open: true });
  expect(readToHost({ pult: "unread", count: 2 })).toEqual({ pult: "unread", count: 2 });
});

test("a boot answer without its parts is none", () => {
  const whole = { token: "t", site: { name: "n", peek: true, lang: null }, frame: "http://x.example/f" };
  expect(readBoot(whole)).toEqual(whole);
  for (const part of ["token", "site", "frame"]) expect(readBoot({ ...whole, [part]: undefined })).toBeNull();
});
