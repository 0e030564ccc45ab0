import { expect, test } from "vitest";
import { newCid, newKey } from "../cid.ts";
import { stillPending } from "../echo.ts";
import { chooseLanguage, createI18n } from "../i18n.ts";
import type { Item } from "../item.ts";
import type { Pending } from "../outbox.ts";
import { clip, countPoints, pieces, refusal, wellFormed } from "../text.ts";

test("plurals follow the language", () => {
  const ru = createI18n("ru", { chats: { one: "{count} чат", few: "{count} чата", many: "{count} чатов", other: "{count} чата" } });
  expect([1, 2, 5, 11, 21].map((count) => ru.t("chats", { count }))).toEqual(["1 чат", "2 чата", "5 чатов", "11 чатов", "21 чат"]);
});

test("times are relative up to a day, then dates; days are today, yesterday, dates", () => {
  const now = new Date(2026, 10, 20, 12, 0).getTime();
  const minute = 60_000;
  const en = createI18n("en", {});
  const ru = createI18n("ru", {});
  expect(en.ago(now - 10_000, now)).toBe("now");
  expect(ru.ago(now - 5 * minute, now)).toBe("5 минут назад");
  expect(en.ago(now - 23 * 60 * minute, now)).toBe("23 hours ago");
  expect(ru.ago(now - 25 * 60 * minute, now)).toBe("19 ноября");
  expect(en.ago(new Date(2025, 0, 2).getTime(), now)).toBe("January 2, 2025");
  expect([now, now - 13 * 60 * minute, now - 48 * 60 * minute].map((at) => ru.day(at, now))).toEqual(["сегодня", "вчера", "18 ноября"]);
  expect(en.span(65_000)).toBe("1:05");
});

test("the setting wins, then the browser, then English", () => {
  expect(chooseLanguage("ru", ["en-GB"])).toBe("ru");
  expect(chooseLanguage(null, ["de", "ru-RU", "en"])).toBe("ru");
  expect(chooseLanguage("tlh", ["de"])).toBe("en");
});

test("cids are UUIDv7 and grow; keys are 43 characters of base64url", () => {
  const cids = [...Array.from({ length: 5000 }, () => newCid(1000)), newCid(999), newCid(2000)];
  expect([...cids].sort()).toEqual(cids);
  expect(cids.every((cid) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(cid))).toBe(true);
  expect(newKey()).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test("limits count code points, and nothing is sent that the server would refuse", () => {
  expect(countPoints("a😀\uD800")).toBe(3);
  expect(clip("a😀b", 2)).toBe("a😀");
  expect(wellFormed("a\uD800b\0😀")).toBe("a\uFFFDb😀");
  expect([refusal(" \n"), refusal("😀".repeat(10_000)), refusal("a".repeat(10_001))]).toEqual(["blank", null, "long"]);
});

test("links are http, https and mailto only, never with a name before the host, without the sentence's punctuation", () => {
  expect(pieces("см. https://x.example/a(b), или (http://y.example).")).toEqual([
    { text: "см. " }, { text: "https://x.example/a(b)", href: "https://x.example/a(b)" },
    { text: ", или (" }, { text: "http://y.example", href: "http://y.example/" }, { text: ")." },
  ]);
  expect(pieces("mailto:help@x.example!")[0]).toEqual({ text: "mailto:help@x.example", href: "mailto:help@x.example" });
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "https://", "<b>", "https://bank.example@thief.example/"]) {
    expect(pieces(bad)).toEqual([{ text: bad }]);
  }
});

test("a word in flight is not shown twice when its entry overtakes the ack", () => {
  const item = (n: number, text: string): Item =>
    ({ n, p: n, kind: "message", by: { kind: "you" }, at: n, text, quote: null, files: [], form: null, answers: null, target: null, edited: null, erased: false, internal: false, fact: null });
  const word = (cid: string, text: string, more: Partial<Pending> = {}): Pending =>
    ({ cid, command: { t: "send", text }, at: 0, top: 3, state: "sent", tried: true, n: 0, code: null, ...more });
  const left = (pending: Pending[], items: Item[]) => stillPending(pending, items, () => true).map((one) => one.cid);
  expect(left([word("a", "hi"), word("b", "hi")], [item(3, "hi"), item(4, "hi")])).toEqual(["b"]);
  expect(left([word("a", "hi", { tried: false, state: "queued" })], [item(4, "hi")])).toEqual(["a"]);
  expect(left([word("a", "hi", { state: "acked", n: 5 })], [item(4, "hi")])).toEqual(["a"]);
  expect(left([word("a", "hi", { state: "acked", n: 5 })], [item(4, "hi"), item(5, "hi")])).toEqual([]);
});
