/** Settings in people's words: where something stands, what it is, and why the server does not take it. */

import type { Refusal } from "../requests.ts";
import type { Pointer } from "./paths.ts";
import { knows, say } from "./say.ts";

/** «Words · Russian · Title». */
export function placeOf(at: Pointer): string {
  const steps = at.split("/").slice(1).filter((step) => step !== "settings");
  const named = steps.map((step) => {
    if (/^\d+$/.test(step)) return String(Number(step) + 1);
    if (step === "ru" || step === "en") return say(`lang.${step}`);
    const word = `f.${step}`;
    return knows(word) ? say(word) : step;
  });
  return named.join(" · ");
}

/** A value on one line; `at`: of which setting. */
export function valueOf(value: unknown, at = ""): string {
  if (at.endsWith("/wait") && !value) return say(value === "" ? "words.waitNone" : "words.waitMeasured");
  if (value === undefined || value === null || value === "") return say("clash.nothing");
  if (typeof value === "boolean") return say(value ? "clash.yes" : "clash.no");
  if (Array.isArray(value)) return value.length > 0 ? short(value.map(nameOf).join(", ")) : say("clash.nothing");
  if (typeof value === "object") return short(Object.values(value as object).map((one) => valueOf(one)).join(", "));
  return String(value).startsWith("data:") ? say("clash.picture") : short(String(value));
}

function nameOf(one: unknown): string {
  if (typeof one !== "object" || one === null) return String(one);
  const { text, label, key } = one as { text?: Record<string, string>; label?: Record<string, string>; key?: string };
  return Object.values(text ?? label ?? {})[0] ?? key ?? "…";
}

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

const BY_PLACE: readonly (readonly [RegExp, string])[] = [
  [/\/domains\/\d+$/, "domains"], [/\/languages$/, "languages"], [/\/key$/, "key"], [/\/choices$/, "choices"], [/\/version$/, "version"],
  [/\/accent$/, "accent"], [/\/radius$/, "radius"], [/\/logo$/, "logo"], [/\/hours$/, "never"], [/\/hours\//, "hours"], [/\/zone$/, "zone"], [/\/holidays\/\d+$/, "holidays"], [/\/country$/, "country"],
  [/\/countries\/\d+$/, "countries"], [/\/percent$/, "percent"], [/\/not_from\/\d+$/, "not_from"], [/\/patterns\/\d+$/, "patterns"], [/^\/name$/, "name"],
  [/\/launcher\/hides$/, "hides"], [/\/ways\/\d+\/url$/, "way"], [/\/callback$/, "callback"], [/\/url$/, "url"], [/\/closing\/topic$/, "topic"],
  [/\/(text|label|statement|choices\/\d+)\/(ru|en)$/, "first"],
];

/** Why, in one sentence for the field. */
export function wrongOf({ code, pointer, detail }: Pick<Refusal, "code" | "pointer" | "detail">): string {
  if (code === "key_in_use") return say("wrong.taken");
  if (/of length <=/.test(detail)) return say(detail.includes("`array`") ? "wrong.many" : "wrong.long");
  if (/stands here twice/.test(detail)) return say("wrong.twice");
  const word = `wrong.${BY_PLACE.find(([place]) => place.test(pointer))?.[1]}`;
  const no = Number(/\/(\d+)$/.exec(pointer)?.[1] ?? 0) + 1;
  return knows(word) ? say(word, { no }) : say("wrong.other", { detail });
}
