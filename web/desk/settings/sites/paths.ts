/** JSON by pointer (RFC 6901): reading, changing a copy, what differs, and two people's changes put together. No words here. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type Pointer = string;

const steps = (pointer: Pointer): string[] => pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands there; undefined: nothing. */
export function read(whole: unknown, pointer: Pointer): unknown {
  return steps(pointer).reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return (value as unknown[])[Number(step)];
    return isMap(value) ? value[step] : undefined;
  }, whole);
}

/** A copy with another value there; undefined takes it away (out of a list too). What is missing on the way is made. */
export function write<T>(whole: T, pointer: Pointer, next: unknown): T {
  const put = (value: unknown, rest: string[]): unknown => {
    const [step, ...more] = rest;
    if (step === undefined) return next;
    if (Array.isArray(value)) {
      const list = [...(value as unknown[])];
      const at = step === "-" ? list.length : Number(step);
      while (list.length < at) list.push({});
      const made = put(list[at], more);
      if (made === undefined) list.splice(at, 1);
      else list[at] = made;
      return list;
    }
    const map = { ...(isMap(value) ? value : {}) };
    const made = put(map[step], more);
    if (made === undefined) delete map[step];
    else map[step] = made;
    return map;
  };
  return put(whole, steps(pointer)) as T;
}

/** The same item somewhere else in its list; out of bounds changes nothing. */
export function move<T>(whole: T, list: Pointer, from: number, to: number): T {
  const items = [...((read(whole, list) as unknown[] | undefined) ?? [])];
  if (to < 0 || to >= items.length) return whole;
  items.splice(to, 0, ...items.splice(from, 1));
  return write(whole, list, items);
}

/** Empty texts and empty groups say the same as nothing. An empty `wait` says something of its own. */
export function plain(value: unknown, name = ""): unknown {
  if (value === null || (value === "" && name !== "wait")) return undefined;
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (!isMap(value)) return value;
  const kept = Object.keys(value).sort().map((key) => [key, plain(value[key], key)] as const).filter(([, one]) => one !== undefined);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

export interface Change { at: Pointer; before: unknown; after: unknown }

/** What differs, leaf by leaf; a list is one leaf: its order counts. */
export function changes(before: unknown, after: unknown, at: Pointer = ""): Change[] {
  if (at.endsWith("/wait") ? (before ?? null) === (after ?? null) : same(before, after)) return [];
  if (!isMap(before) && !isMap(after)) return [{ at, before, after }];
  const [one, other] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) => (name === "wait" || !same(one[name], other[name]) ? changes(one[name], other[name], `${at}/${name}`) : []));
}

/** Theirs, with everything on top that I have changed. */
export function merged<T>(base: T, mine: T, theirs: T): T {
  return changes(base, mine).reduce((whole, { at, after }) => write(whole, at, after), theirs);
}
