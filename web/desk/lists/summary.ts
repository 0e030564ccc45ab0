import { kindName } from "../screens/channels.ts";
import { languageName } from "../state/languages.ts";
import { words, type ListWord } from "./say.ts";
import { unitOf, UNITS } from "./tree.ts";
import { isGroup, type Condition, type Content, type Tree } from "./types.ts";

/** Names of what trees mention by number or key. */
export interface Names {
  people: ReadonlyMap<number, string>;
  teams: ReadonlyMap<number, string>;
  sites: ReadonlyMap<string, string>;
}
export const NO_NAMES: Names = { people: new Map(), teams: new Map(), sites: new Map() };

/** A view in one sentence. */
export function summary({ of, days, filter }: Pick<Content, "of" | "days" | "filter">, names: Names): string {
  const which = of === "open" ? words("sum.open") : words("sum.resolved", { count: days });
  const said = treeWords(filter, names, true);
  return said ? `${which}: ${said}` : which;
}

export function treeWords(tree: Tree, names: Names, top = false): string {
  if (tree.is === "not") return words("sum.not", { what: wrapped(tree.of, names) });
  if (!isGroup(tree)) return conditionWords(tree, names);
  const parts = tree.of.map((one) => (tree.of.length > 1 ? wrapped(one, names) : treeWords(one, names))).filter(Boolean);
  if (parts.length === 0) return tree.is === "all" ? (top ? "" : words("sum.every")) : words("sum.none");
  return parts.join(tree.is === "all" ? ` ${words("sum.and")} ` : ` ${words("sum.or")} `);
}

/** Groups within groups stand in brackets. */
const wrapped = (tree: Tree, names: Names): string => {
  const text = treeWords(tree, names);
  return isGroup(tree) && tree.of.length > 1 ? `(${text})` : text;
};

export function conditionWords(condition: Condition, names: Names): string {
  switch (condition.is) {
    case "unread": case "verified": case "missed": return words(`sum.${condition.is}`);
    case "waiting": return condition.minutes === 0 ? words("sum.waits") : words("sum.waiting", { time: timeWords(condition.minutes) });
    case "promise": return condition.minutes === null || condition.minutes === undefined ? words("sum.promise")
      : condition.minutes === 0 ? words("sum.overdue") : words("sum.due", { time: timeWords(condition.minutes) });
    case "started": case "last": return words(`sum.${condition.is}`, { time: timeWords(condition.minutes) });
    default: return words(`sum.${condition.is}`, { what: condition.in.map((value) => valueWords(condition.is, value, names)).join(", ") || "…" });
  }
}

export function valueWords(is: Condition["is"], value: string | number | null, names: Names): string {
  if (value === null) return words(`none.${is}` as ListWord);
  if (is === "holder") return typeof value === "number" ? (names.people.get(value) ?? words("sum.gone", { no: value })) : words(`holder.${value}` as ListWord);
  if (is === "team") return names.teams.get(Number(value)) ?? words("sum.gone", { no: value });
  if (is === "site") return names.sites.get(String(value)) ?? String(value);
  if (is === "status" || is === "rating") return words(`${is}.${value}` as ListWord);
  if (is === "channel") return (value === "webchat" ? words("channel.webchat") : kindName(String(value)));
  if (is === "language") return languageName(String(value));
  return `\u00ab${value}\u00bb`;
}

export function timeWords(minutes: number): string {
  const unit = unitOf(minutes);
  return words(`time.${unit}`, { count: minutes / UNITS[unit] });
}
