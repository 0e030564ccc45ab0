/** Links from the card of a contact to other systems, by templates. Values come from anywhere: each is encoded whole. Pure. */

import type { Told } from "../../core/contact.ts";

export interface CardShape { order: readonly string[]; links: readonly { label: string; url: string }[] }

/** `unproven`: what stands in the address is said by the page alone. */
export interface CardLink { label: string; href: string; unproven: boolean }

const HOST = /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(?=\/|$)/;
const PLACE = /\{([^\s{}]+)\}/g;
const MOST_VALUE = 200;

/** The links whose places can all be filled. What the site has signed goes before what a page says. */
export function linksOf(shape: CardShape, about: Pick<Told, "signed" | "said"> | null): CardLink[] {
  return shape.links.flatMap(({ label, url }) => {
    const made = fill(url, about);
    return made === null ? [] : [{ label, ...made }];
  });
}

function fill(url: string, about: Pick<Told, "signed" | "said"> | null): { href: string; unproven: boolean } | null {
  // Only what an administrator wrote decides where a link leads: scheme and host hold no place.
  const host = HOST.exec(url)?.[0];
  if (host === undefined) return null;
  let [whole, unproven] = [true, false];
  const rest = url.slice(host.length).replace(PLACE, (_, name: string) => {
    const proven = valueOf(about?.signed, name);
    const value = proven ?? valueOf(about?.said, name);
    if (value === null) whole = false;
    else if (proven === null) unproven = true;
    return encodeURIComponent(value ?? "");
  });
  return whole && stays(host + rest, url.replace(PLACE, "x")) ? { href: host + rest, unproven } : null;
}

/** Whether an address is where its template points: no value may climb («..») out of the path it stands in. */
function stays(href: string, model: string): boolean {
  const [one, other] = [new URL(href), new URL(model)];
  return one.origin === other.origin && one.pathname.split("/").length === other.pathname.split("/").length;
}

/** A text or a number at a path of names («company.id»), else null. */
function valueOf(values: Record<string, unknown> | undefined, name: string): string | null {
  let at: unknown = values;
  for (const part of name.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return null;
    at = (at as Record<string, unknown>)[part];
  }
  const text = typeof at === "string" || typeof at === "number" ? String(at).trim() : "";
  return text !== "" && text.length <= MOST_VALUE && isWhole(text) ? text : null;
}

/** Half a surrogate pair cannot be encoded. */
const isWhole = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);

/** Lines in the site's order; the others behind them as they came. */
export function ordered<L extends { name: string }>(lines: readonly L[], order: readonly string[]): L[] {
  const place = (line: L): number => {
    const at = order.indexOf(line.name);
    return at < 0 ? order.length : at;
  };
  return [...lines].sort((a, b) => place(a) - place(b));
}
