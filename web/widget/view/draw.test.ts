import { expect, test } from "vitest";
import { computed, effect, signal } from "./signals.ts";
import { Fragment, jsx, render, useEffect, useMemo, useState } from "./draw.ts";

/** As much of a document as drawing asks for. */
class Plain {
  up: Plain | null = null;
  all: Plain[] = [];
  data = "";
  moved = 0;
  attributes: Record<string, string> = {};
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  get firstChild(): Plain | null {
    return this.all[0] ?? null;
  }
  get nextSibling(): Plain | null {
    const all = this.up?.all ?? [];
    return all[all.indexOf(this) + 1] ?? null;
  }
  insertBefore(one: Plain, next: Plain | null): void {
    one.remove();
    one.up = this;
    one.moved++;
    this.all.splice(next === null ? this.all.length : this.all.indexOf(next), 0, one);
  }
  remove(): void {
    if (this.up) this.up.all = this.up.all.filter((one) => one !== this);
    this.up = null;
  }
  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }
  removeAttribute(name: string): void {
    delete this.attributes[name];
  }
  get text(): string {
    return this.name === "" ? this.data : this.all.map((one) => one.text).join("");
  }
}
const make = (name: string): Plain => new Plain(name);
Object.assign(globalThis, { document: { createElement: make, createElementNS: (_: string, name: string) => make(name), createTextNode: () => make("") } });

const host = new Plain("main");
const draw = (what: unknown): void => render(what, host as unknown as Element);
const soon = (): Promise<void> => new Promise((done) => setTimeout(done));
const list = (keys: string): unknown => jsx("ul", { children: keys.split("").map((key) => jsx("li", { children: key }, key)) });

test("children keep their nodes by key, in every order, and only what stands wrong is moved", () => {
  draw(list("abcd"));
  const nodes = new Map(host.all[0]?.all.map((one) => [one.text, one]));
  for (const keys of ["dcba", "abcd", "ad", "xady", "", "dxcba", "abcd"]) {
    draw(list(keys));
    expect(host.text).toBe(keys);
  }
  draw(list("abc"));
  const kept = host.all[0]?.all.map((one) => one.moved);
  draw(list("zabc"));
  expect(host.all[0]?.all.slice(1).map((one) => one.moved)).toEqual(kept);
  expect(nodes.size).toBe(4);
});

test("what comes and goes between others leaves the others' nodes in place", () => {
  const page = (on: boolean): unknown => jsx("div", { children: [on && jsx(Fragment, { children: ["1", jsx("b", { children: "2" })] }), jsx("i", { children: "3" })] });
  draw(page(false));
  const stays = host.all[0]?.all[0];
  draw(page(true));
  expect([host.text, host.all[0]?.all[2] === stays, stays?.moved]).toEqual(["123", true, 1]);
  draw(page(false));
  expect([host.text, host.all[0]?.all[0] === stays]).toEqual(["3", true]);
});

test("a component is drawn again for its state, its signals and its props, and for nothing else", async () => {
  const word = signal("a");
  const runs = { outer: 0, inner: 0 };
  let add = (): void => undefined;
  const Inner = ({ mark }: Record<string, unknown>): unknown => {
    runs.inner++;
    const [count, set] = useState(0);
    add = () => set(count + 1);
    return jsx("b", { children: [word.value, String(count), mark as string] });
  };
  const Outer = ({ mark }: Record<string, unknown>): unknown => {
    runs.outer++;
    return jsx("p", { children: jsx(Inner, { mark }) });
  };
  draw(jsx(Outer, { mark: "!" }));
  word.value = "b";
  add();
  await soon();
  expect([host.text, runs]).toEqual(["b1!", { outer: 1, inner: 2 }]);
  draw(jsx(Outer, { mark: "!" }));
  expect(runs).toEqual({ outer: 1, inner: 2 });
  draw(jsx(Outer, { mark: "?" }));
  expect([host.text, runs]).toEqual(["b1?", { outer: 2, inner: 3 }]);
});

test("effects run after drawing, clean up before the next and at the end, and only when what they lean on has changed", () => {
  const said: string[] = [];
  const One = ({ on }: Record<string, unknown>): unknown => {
    const twice = useMemo(() => `${String(on)}${String(on)}`, [on]);
    useEffect(() => {
      said.push(`+${twice} ${host.text}`);
      return () => said.push(`-${twice}`);
    }, [on]);
    return twice;
  };
  draw(jsx(One, { on: 1, rest: 1 }));
  draw(jsx(One, { on: 1, rest: 2 }));
  draw(jsx(One, { on: 2, rest: 2 }));
  draw(null);
  expect(said).toEqual(["+11 11", "-11", "+22 22", "-22"]);
});

test("attributes follow their values: false and nothing take them away, but are words for aria and data", () => {
  const box = (on: boolean | undefined): unknown => jsx("i", { hidden: on, "aria-busy": on, "data-on": on, title: on === undefined ? undefined : "t" });
  draw(box(false));
  expect(host.all[0]?.attributes).toEqual({ "aria-busy": "false", "data-on": "false", title: "t" });
  draw(box(undefined));
  expect(host.all[0]?.attributes).toEqual({});
});

test("what is counted from signals is counted once for each change, and effects hear of it", async () => {
  const count = signal(1);
  let counted = 0;
  const twice = computed(() => (counted++, count.value * 2));
  const heard: number[] = [];
  effect(() => heard.push(twice.value));
  count.value = 2;
  count.value = 3;
  await soon();
  expect([heard, twice.value, counted]).toEqual([[2, 6], 6, 2]);
});
