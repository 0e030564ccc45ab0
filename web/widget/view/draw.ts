/** Draws the widget: components, hooks and a keyed comparison, as much of Preact's API as the frame uses, in a third of its weight.
 *
 * The sources import `preact` and are checked against its types; the build puts this file in its place (vite.widget.config.ts,
 * docs/decisions/drawing-the-widget.md). One pass from the top redraws what is stale: a component whose own state, signals or
 * props have changed; everything else is left as it stands.
 */

import { watched } from "./signals.ts";

type Props = Record<string, unknown>;
type Component = (props: Props) => unknown;
interface Drawn { type: string | Component; props: Props; key: unknown }
interface Hook { value?: unknown; deps?: readonly unknown[] | undefined; run?: (() => unknown) | null }
/** What stands in the document for one drawn thing; `node` is null for components, whose children stand in their place, `drawn`
 * until it is drawn first. `below`: something further down is stale. */
interface Place { drawn: Drawn | string | null; up: Place | null; node: Element | Text | null; kids: (Place | null)[]; hooks: Hook[]; stale: boolean; below: boolean }

const SVG = "http://www.w3.org/2000/svg";
const NONE: Props = {};
let now: Place;
let step = 0;
let asked = false;
let top: Place | null = null;
let effects: Hook[] = [];

export const Fragment: Component = (props) => props["children"];
export const jsx = (type: Drawn["type"], props: Props, key?: unknown): Drawn => ({ type, props, key });
export { jsx as jsxs };

/** Draws into an element, or draws again. There is one such element in a document. */
export function render(drawn: unknown, element: Element): void {
  top ??= { drawn: "", up: null, node: element, kids: [], hooks: [], stale: false, below: false };
  children(top, [drawn], element);
  order(element, top);
  settle();
}

function settle(): void {
  const due = effects;
  effects = [];
  for (const hook of due) {
    const run = hook.run;
    if (!run) continue;
    hook.run = null;
    leave(hook);
    hook.value = run();
  }
}

const leave = (hook: Hook): void => {
  if ("deps" in hook && typeof hook.value === "function") (hook.value as () => void)();
};

function mark(place: Place): void {
  place.stale = true;
  for (let up = place.up; up !== null && !up.below; up = up.up) up.below = true;
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    if (top === null || !top.below) return;
    top.below = false;
    descend(top, top.node as Element);
    order(top.node as Element, top);
    settle();
  });
}

const descend = (place: Place, host: Element): void => place.kids.forEach((kid) => kid?.drawn && update(kid, kid.drawn, host));

const alike = (a: Props, b: Props): boolean => {
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => Object.is(a[name], b[name]));
};

const listOf = (one: unknown): readonly unknown[] => (Array.isArray(one) ? one : [one]);

function update(place: Place, drawn: Drawn | string, host: Element): void {
  const { drawn: before, node, below, stale } = place;
  place.drawn = drawn;
  place.below = place.stale = false;
  if (typeof drawn === "string") {
    if (before !== drawn) (node as Text).data = drawn;
    return;
  }
  const { type, props } = drawn;
  const old = (before as Drawn | null)?.props ?? NONE;
  const same = before !== null && !stale && (before === drawn || (node === null && alike(old, props)));
  const inside = (node ?? host) as Element;
  if (!same) {
    children(place, listOf(typeof type === "string" ? props["children"] : run(place, type, props)), inside);
    effects.push(...place.hooks.filter((hook) => hook.run));
  } else if (below) descend(place, inside);
  if (node === null || (same && !below)) return;
  order(inside, place);
  // After the children: a choice is made among them.
  if (!same) for (const name in { ...old, ...props }) set(inside, name, props[name], old[name]);
}

function run(place: Place, type: Component, props: Props): unknown {
  now = place;
  step = 0;
  return watched(() => mark(place), () => type(props));
}

/** Children keep their place by key, or by number where they have none. */
function children(place: Place, drawn: readonly unknown[], host: Element): void {
  const old = place.kids;
  const keyed = new Map(old.map((kid) => [keyOf(kid), kid]));
  const next = drawn.map((one, i) => {
    const what = shapeOf(one);
    if (what === null) return null;
    const { key } = what as Drawn;
    const known = key === undefined ? old[i] : keyed.get(key);
    const kid = known && typeOf(known.drawn) === typeOf(what) && keyOf(known) === key ? known : made(what, place);
    return [kid, what] as const;
  });
  place.kids = next.map((pair) => pair && pair[0]);
  const stay = new Set(place.kids);
  for (const kid of old) if (kid && !stay.has(kid)) drop(kid, true);
  for (const pair of next) if (pair) update(pair[0], pair[1], host);
}

const typeOf = (drawn: Place["drawn"]): unknown => (drawn as Drawn | null)?.type;
const keyOf = (kid: Place | null): unknown => (kid?.drawn as Drawn | null)?.key;

function shapeOf(one: unknown): Drawn | string | null {
  if (one === null || one === undefined || typeof one === "boolean") return null;
  if (Array.isArray(one)) return jsx(Fragment, { children: one });
  return typeof one === "object" ? (one as Drawn) : String(one);
}

function made(drawn: Drawn | string, up: Place): Place {
  const type = typeOf(drawn);
  const node = type === undefined ? document.createTextNode("")
    : typeof type !== "string" ? null
    : type === "svg" || type === "path" ? document.createElementNS(SVG, type) : document.createElement(type);
  return { drawn: null, up, node, kids: [], hooks: [], stale: false, below: false };
}

function drop(place: Place, outer: boolean): void {
  place.hooks.forEach(leave);
  place.hooks = [];
  // Not told any more: whoever still holds this place marks nothing.
  place.up = null;
  if (outer) place.node?.remove();
  for (const kid of place.kids) if (kid) drop(kid, outer && place.node === null);
}

/** Puts the nodes of an element's children in their order; what stands right is not touched, so that focus stays. */
function order(element: Element, place: Place): void {
  let next = element.firstChild;
  const each = (one: Place): void => one.kids.forEach((kid) => {
    if (kid?.node === null) each(kid);
    else if (kid && kid.node === next) next = kid.node.nextSibling;
    else if (kid) element.insertBefore(kid.node, next);
  });
  each(place);
}

function set(element: Element, name: string, value: unknown, old: unknown): void {
  const own = element as unknown as Props;
  if (name === "value" || name === "checked") {
    // What a person has typed counts, not what was drawn before.
    if (own[name] !== value) own[name] = value;
  } else if (Object.is(value, old) || name === "children") return;
  else if (name === "ref") (value as { current: unknown }).current = element;
  else if (name === "style") for (const [key, one] of Object.entries(value as Record<string, string>)) (element as HTMLElement).style.setProperty(key, one);
  else if (name.startsWith("on")) own[name.toLowerCase()] = value;
  else if (value === undefined || value === null || (value === false && name[4] !== "-")) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

const hook = (): Hook => (now.hooks[step++] ??= {});
const differ = (a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean =>
  !a || !b || a.some((one, i) => !Object.is(one, b[i]));

export function useState<T>(first: T | (() => T)): [T, (next: T) => void] {
  const own = hook();
  const place = now;
  if (!("value" in own)) own.value = typeof first === "function" ? (first as () => T)() : first;
  return [own.value as T, (next) => {
    if (Object.is(own.value, next)) return;
    own.value = next;
    mark(place);
  }];
}

export function useMemo<T>(make: () => T, deps: readonly unknown[]): T {
  const own = hook() as Hook & { made?: readonly unknown[] };
  if (differ(own.made, deps)) {
    own.value = make();
    own.made = deps;
  }
  return own.value as T;
}

export const useRef = <T>(first: T): { current: T } => useMemo(() => ({ current: first }), []);

/** Runs once everything stands in the document; what it gives back runs before the next time and at the end. */
export function useEffect(run: () => unknown, deps?: readonly unknown[]): void {
  const own = hook();
  if (!("deps" in own) || differ(own.deps, deps)) own.run = run;
  own.deps = deps;
}
export { useEffect as useLayoutEffect };
