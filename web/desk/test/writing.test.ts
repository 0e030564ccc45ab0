import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Item } from "../../core/item.ts";
import { guarded } from "../../core/storage.ts";
import { search } from "../canned/search.ts";
import type { Reply } from "../canned/library.ts";
import { EMPTY, merge, type Draft, type Kept } from "../model/draft.ts";
import { gapsIn, withoutGaps } from "../model/gaps.ts";
import { questionOf, type Situation } from "../model/questions.ts";
import { repeats } from "../model/repeats.ts";
import { offers } from "../model/when.ts";
import { createDrafts, type Remote } from "../state/drafts.ts";
import { Holding, type Held } from "../state/holding.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const draft = (part: Partial<Draft>): Draft => ({ ...EMPTY, ...part });

test.each([
  ["only they wrote", "a", "a", "a b", "a b"],
  ["only I wrote", "a", "a b", "a", "a b"],
  ["mine has theirs in it", "", "one two", "one", "one two"],
  ["theirs has mine in it", "", "one", "one two", "one two"],
  ["both wrote", "", "mine", "theirs", "theirs\nmine"],
  ["they sent it meanwhile", "a", "a", "", ""],
])("two desks: %s", (_, base, mine, theirs, together) => {
  expect(merge(draft({ reply: base }), draft({ reply: mine }), draft({ reply: theirs })).reply).toBe(together);
});

/** A server of drafts as the real one answers, for one talk. */
class Shelf implements Remote {
  kept: Kept = { version: 0, draft: EMPTY };
  puts: string[] = [];
  away = false;
  every = () => Promise.resolve(new Map(this.kept.version ? [["a", this.kept]] : []));
  one = () => Promise.resolve(this.kept);
  put(_: string, base: number, next: Draft) {
    if (this.away) return Promise.reject(new Error("away"));
    if (base !== this.kept.version) return Promise.resolve({ stands: this.kept });
    this.puts.push(next.reply);
    this.kept = next.reply ? { version: this.kept.version + 1 + this.puts.length, draft: next } : { version: 0, draft: EMPTY };
    return Promise.resolve({ version: this.kept.version });
  }
}

test("what is typed is kept once the typing pauses, and what was sent leaves nothing", async () => {
  const [shelf, keep] = [new Shelf(), guarded(() => null)];
  const drafts = createDrafts(1, keep, shelf);
  for (const reply of ["h", "he", "hello"]) drafts.change("a", { reply });
  await vi.advanceTimersByTimeAsync(1000);
  expect(shelf.puts).toEqual(["hello"]);
  expect(keep.keys("pult.draft.")).toEqual([]);
  drafts.change("a", { reply: "" });
  await vi.advanceTimersByTimeAsync(1000);
  expect(shelf.kept.version).toBe(0);
});

test("without a server the words stay on this machine and go when it is back", async () => {
  const [shelf, keep] = [new Shelf(), guarded(() => null)];
  shelf.away = true;
  createDrafts(1, keep, shelf).change("a", { reply: "in the tunnel" });
  await vi.advanceTimersByTimeAsync(1000);
  shelf.away = false;
  const next = createDrafts(1, keep, shelf);
  await next.load();
  await vi.advanceTimersByTimeAsync(1000);
  expect(shelf.kept.draft.reply).toBe("in the tunnel");
});

test("two desks that did not hear each other end with both texts, whoever was first", async () => {
  const shelf = new Shelf();
  const [one, two] = [createDrafts(1, guarded(() => null), shelf), createDrafts(1, guarded(() => null), shelf)];
  one.change("a", { reply: "office" });
  two.change("a", { reply: "home" });
  await vi.advanceTimersByTimeAsync(3000);
  two.hear("a", -1);
  one.hear("a", -1);
  await vi.advanceTimersByTimeAsync(3000);
  expect([one.of("a").reply, two.of("a").reply, shelf.kept.draft.reply]).toEqual(["office\nhome", "office\nhome", "office\nhome"]);
});

function holdingOn(keep = guarded(() => null)) {
  const [sent, late]: [string[], Held[]] = [[], []];
  const outbox = { submit: (command: { text: string }) => (sent.push(command.text), { cid: "c", done: new Promise(() => undefined) }) };
  const holding = new Holding({ outbox: outbox as never, keep, scope: "k", seen: () => 7, went: () => undefined, late: (held) => void late.push(held) });
  const hold = (text: string, ms = 5000) => holding.hold({ t: "send", conv: "a", text }, 0, ms, draft({ reply: text }));
  return { holding, hold, sent, late, keep };
}

test("a reply goes when its time has come, in order, and not when it was called back", async () => {
  const { holding, hold, sent } = holdingOn();
  hold("one");
  hold("two");
  hold("three");
  expect(holding.undo("a")?.command.text).toBe("three");
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(["one", "two"]);
});

test("the next page takes a held reply in charge; one that waited too long comes back instead", async () => {
  const before = holdingOn();
  before.hold("still wanted");
  before.holding.stop();
  const next = holdingOn(before.keep);
  next.holding.restore();
  await vi.advanceTimersByTimeAsync(5000);
  expect([next.sent, next.keep.keys("k.held.")]).toEqual([["still wanted"], []]);
  next.hold("from yesterday");
  next.holding.stop();
  await vi.advanceTimersByTimeAsync(3_600_000);
  const morning = holdingOn(before.keep);
  morning.holding.restore();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([morning.sent, morning.late.map((held) => held.command.text)]).toEqual([[], ["from yesterday"]]);
});

test("what another tab of this browser has called back does not go from here", async () => {
  const one = holdingOn();
  one.hold("no");
  const two = holdingOn(one.keep);
  two.holding.restore();
  one.holding.undo("a");
  await vi.advanceTimersByTimeAsync(5000);
  expect([one.sent, two.sent]).toEqual([[], []]);
});

const item = (n: number, by: "contact" | "operator", text: string, id = 1): Item => ({
  n, p: n, kind: "message", by: { kind: by, id }, at: n, text, quote: null, files: [], form: null, answers: null, target: null, edited: null, erased: false, internal: false, fact: null,
});
const now = (part: Partial<Situation>): Situation => ({
  draft: draft({ began: 1, seen: 1 }), text: "Hello there", items: [], me: 1, others: 0, colleagues: ["Борис"], before: [], asksAgain: false, stop: "begun", ...part,
});

test.each<[string, Partial<Situation>, string | null]>([
  ["nothing to ask", {}, null],
  ["the visitor wrote", { items: [item(2, "contact", "more")] }, "changed"],
  ["a colleague wrote", { items: [item(2, "operator", "mine now", 2)] }, "changed"],
  ["own words never", { items: [item(2, "operator", "mine")] }, null],
  ["something older was edited", { others: 3 }, "changed"],
  ["limited to the unseen", { items: [item(2, "contact", "more")], stop: "unseen" }, null],
  ["it calls a colleague", { text: "скажи @бор что надо" }, "colleague"],
  ["it begins with @", { text: "@anyone look" }, "colleague"],
  ["a mail address is no call", { text: "write to me@бор.example" }, null],
  ["it was a note", { draft: draft({ fromNote: true }) }, "fromNote"],
  ["a gap", { text: "Dear {contact name}" }, "gaps"],
  ["any other braces", { text: "{x} {}" }, null],
  ["the same again", { text: "Please tell me the number of the order", before: [{ text: "please, tell me the number of the order!", at: 1 }] }, "again"],
  ["short words may be said again", { text: "One moment", before: [{ text: "One moment", at: 1 }] }, null],
  ["a saved reply to somebody who asks again", { draft: draft({ canned: { id: 1, language: "ru", text: "Hello there " } }), asksAgain: true }, "template"],
  ["the same, changed", { draft: draft({ canned: { id: 1, language: "ru", text: "Hello" } }), asksAgain: true }, null],
])("%s", (_, part, kind) => {
  expect(questionOf(now(part), new Set())?.kind ?? null).toBe(kind);
});

test("a question that was answered is not asked again, the next one is", () => {
  const both = now({ text: "@anna {contact name}" });
  expect(questionOf(both, new Set(["colleague"]))?.kind).toBe("gaps");
  expect(questionOf(both, new Set(["colleague", "gaps"]))).toBe(null);
});

test("the same question in other words is the same question, once it was answered", () => {
  const asked = [item(1, "contact", "Когда привезут мой заказ?"), item(2, "operator", "Завтра"), item(3, "contact", "Так когда заказ привезут")];
  expect([repeats(asked), repeats([asked[0]!, asked[2]!]), repeats([asked[0]!, asked[1]!, item(3, "contact", "Спасибо")])]).toEqual([true, false, false]);
});

test("gaps are what we know, and leave no ragged text behind", () => {
  expect(gapsIn("{contact name}, {Имя}, {x}, {attribute plan}")).toEqual(["{contact name}", "{Имя}", "{attribute plan}"]);
  expect(withoutGaps("Здравствуйте, {имя}! Номер {case number}.")).toBe("Здравствуйте! Номер.");
});

const reply = (id: number, title: string, text: string, part: Partial<Reply> = {}): Reply => ({
  id, version: 1, scope: "all", team: null, folder: "", title, shortcut: "", texts: { ru: text }, files: [], used: 0, unedited: 0, used_at: null, mine: true, ...part,
});
const SHELF = [
  reply(1, "Привет", "Здравствуйте!"), reply(2, "Сроки доставки", "Привезём ёлку за три дня"), reply(3, "Возврат денег", "Вернём за 10 дней", { shortcut: "back", folder: "Оплата" }),
];

test.each<[string, number[]]>([
  ["ghbdtn", [1, 2]], ["прив", [1, 2]], ["доствки", [2]], ["доставкп", [2]], ["елку", [2]], ["back", [3]], ["ифсл", [3]], ["оплата", [3]], ["срок достав", [2]], ["срок возврат", []], ["", [3, 1, 2]],
])("a saved reply is found by %s", (query, ids) => {
  expect(search(SHELF, query).map((one) => one.id)).toEqual(ids);
});

test("times for later are still to come and never offered twice", () => {
  expect(offers(new Date(2026, 10, 22, 10, 0)).map((one) => one.offer)).toEqual(["hour", "evening", "tomorrow"]); // a Sunday: tomorrow is Monday
  expect(offers(new Date(2026, 10, 24, 20, 0)).map((one) => one.offer)).toEqual(["hour", "tomorrow", "monday"]);
});
