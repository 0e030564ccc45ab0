import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClientFrame } from "../core/protocol.ts";
import { createAbout } from "./about.ts";
import { refusalOf } from "./attributes.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => vi.useRealTimers());

function watched() {
  const told: ClientFrame[] = [];
  const calls = { ask: vi.fn(), anew: vi.fn(), rekey: vi.fn(), event: vi.fn() };
  const about = createAbout({ tell: (frame) => told.push(frame) > 0, device: { language: "ru" }, ...calls });
  return { about, told, ...calls };
}
const site = { name: "Shop", peek: true };
const page = (url: string) => ({ url, title: url, referrer: "", at: 1 });

test("nothing is told of somebody who only looks; all of it once there is a talk", () => {
  const { about, told } = watched();
  about.pages([page("/a")]);
  about.attributes({ plan: "pro" });
  about.track("cart", { n: 1 });
  about.welcome({ conv: null, site }, 0);
  about.page(page("/b"));
  expect(told).toEqual([]);
  about.began();
  expect(told).toEqual([
    { t: "about", attributes: { plan: "pro" }, context: { language: "ru", page: page("/b"), pages: [page("/a"), page("/b")] } },
    { t: "track", name: "cart", data: { n: 1 } },
  ]);
  about.page(page("/c"));
  expect(told.at(-1)).toEqual({ t: "about", context: { page: page("/c") } });
});

test("a token goes with hello; another one makes the line say hello anew", () => {
  const { about, anew } = watched();
  about.identify({ token: "one" });
  about.identify({ token: "one" });
  expect([about.token(), anew.mock.calls.length]).toEqual(["one", 1]);
});

test("a fresh token is asked for before the old one ends, and told on the open line", () => {
  const { about, told, ask } = watched();
  about.identify({ token: "one" });
  about.welcome({ conv: null, site, identity: { verified: true, until: 100_000 } }, 0);
  vi.advanceTimersByTime(69_000);
  expect(ask).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(ask).toHaveBeenCalledOnce();
  about.fresh("two");
  expect(told).toEqual([{ t: "identify", token: "two" }]);
  about.fresh(null);
  expect(about.token()).toBe("two");
});

test("what the server says of a token: expired is asked for anew, another's key is given up, the rest the page hears", () => {
  const { about, ask, rekey, event } = watched();
  const welcome = (refused: string) => about.welcome({ conv: null, site, identity: { verified: false, refused, detail: "why" } }, 0);
  welcome("token_expired");
  expect(ask).toHaveBeenCalledOnce();
  welcome("other_subject");
  expect(rekey).toHaveBeenCalledOnce();
  welcome("token_refused");
  expect(event.mock.calls).toEqual([["error", { code: "token_refused", detail: "why" }]]);
});

test("without a token what the page says of its visitor are attributes", () => {
  const { about, told } = watched();
  about.welcome({ conv: "Z", site }, 0);
  about.identify({ name: "Ann", email: "a@example.com" });
  expect(about.token()).toBeNull();
  expect(told.at(-1)).toEqual({ t: "about", attributes: { name: "Ann", email: "a@example.com" } });
});

test("the limits are those of the server, refused whole with a code", () => {
  const deep = (depth: number): object => (depth > 1 ? { a: deep(depth - 1) } : { a: 1 });
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
  expect([deep(4), many(100), {}].map(refusalOf)).toEqual([null, null, null]);
  expect([deep(5), many(101), { a: "ж".repeat(17_000) }, [], "text", null].map(refusalOf)).toEqual([
    "attributes_too_deep", "attributes_too_many", "attributes_too_large", "attributes_invalid", "attributes_invalid", "attributes_invalid",
  ]);
  const { about, event, told } = watched();
  about.welcome({ conv: "Z", site }, 0);
  about.attributes(many(60));
  about.attributes(Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`l${n}`, n])));
  expect(event.mock.calls[0]?.[1]).toMatchObject({ code: "attributes_too_many" });
  expect(told).toHaveLength(2);
});
