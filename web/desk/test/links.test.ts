import { describe, expect, test } from "vitest";
import { linksOf, ordered } from "../model/links.ts";

const shape = (url: string) => ({ order: [], links: [{ label: "CRM", url }] });
const hrefs = (url: string, said: Record<string, unknown>, signed: Record<string, unknown> = {}) => linksOf(shape(url), { said, signed }).map((one) => one.href);
const CRM = "https://crm.example/client/{id}";

test("a value stands in its place, encoded; what is not told makes no link", () => {
  expect(hrefs(CRM, { id: 42 })).toEqual(["https://crm.example/client/42"]);
  expect(hrefs(CRM, {})).toEqual([]);
  expect(linksOf(shape(CRM), null)).toEqual([]);
  expect(hrefs("https://crm.example/s?q={name}&c={company.id}", { name: "Анна & Ко", company: { id: "a/b" } }))
    .toEqual(["https://crm.example/s?q=%D0%90%D0%BD%D0%BD%D0%B0%20%26%20%D0%9A%D0%BE&c=a%2Fb"]);
});

test("dots that meet in one place do not climb either", () => {
  expect(hrefs("https://crm.example/client/{a}{b}/x", { a: ".", b: "." })).toEqual([]);
});

test("what the site has signed goes before what a page says, and the other is marked", () => {
  const both = linksOf(shape(CRM), { signed: { id: "7" }, said: { id: "8" } });
  expect(both).toEqual([{ label: "CRM", href: "https://crm.example/client/7", unproven: false }]);
  expect(linksOf(shape(CRM), { signed: {}, said: { id: "8" } })[0]?.unproven).toBe(true);
});

describe("nobody's value leads elsewhere", () => {
  test.each(["javascript:alert(1)", "//evil.example", "../../admin", "..", ".", "@evil.example", "\\\\evil.example", "?x=1#y", "%2e%2e", "\u0000", "a\nb", "42/../../delete"])("%s", (value) => {
    for (const href of hrefs(CRM, { id: value })) {
      const url = new URL(href);
      expect(url.origin).toBe("https://crm.example");
      expect(url.pathname.startsWith("/client/")).toBe(true);
      expect(url.pathname.split("/")).toHaveLength(3);
      expect(url.search + url.hash).toBe("");
    }
  });
  test.each(["{id}", "javascript:{id}", "https://{id}/x", "https://crm.example{id}", "https://user:{id}@crm.example/", "data:text/html,{id}", "//crm.example/{id}", "HTTPS:crm/{id}"])("a template like %s makes no link", (url) => {
    expect(hrefs(url, { id: "evil.example/" })).toEqual([]);
  });
  test("objects, lists, long texts and inherited names are no values", () => {
    for (const value of [{ a: 1 }, ["x"], true, null, "x".repeat(201)]) expect(hrefs(CRM, { id: value })).toEqual([]);
    expect(hrefs("https://crm.example/{constructor.name}", {})).toEqual([]);
  });
});

test("attributes stand in the site's order, the others behind them", () => {
  const lines = ["mail", "plan", "name", "id"].map((name) => ({ name }));
  expect(ordered(lines, ["name", "plan"]).map((one) => one.name)).toEqual(["name", "plan", "mail", "id"]);
});
