import { expect, test } from "vitest";
import { linesOf } from "../model/told.ts";

test("every value becomes a line of text, deeper ones by their path", () => {
  expect(linesOf({ plan: "pro", orders: 7, loyal: true, tags: ["a", 2, { x: 1 }], cart: { sum: 10 } })).toEqual([
    { name: "plan", text: "pro" }, { name: "orders", text: "7" }, { name: "loyal", text: "✓" },
    { name: "tags", text: 'a, 2, {"x":1}' }, { name: "cart.sum", text: "10" },
  ]);
});

test("only a whole http address is a link; markup and scripts stay text", () => {
  expect(linesOf({ a: "https://shop.example/p", b: "javascript:alert(1)", c: "<img src=x onerror=alert(1)>", d: "see https://a.example" })).toEqual([
    { name: "a", text: "https://shop.example/p", href: "https://shop.example/p" },
    { name: "b", text: "javascript:alert(1)" }, { name: "c", text: "<img src=x onerror=alert(1)>" }, { name: "d", text: "see https://a.example" },
  ]);
});
