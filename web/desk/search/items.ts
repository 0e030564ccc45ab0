import type { IconName } from "../../ui/Icon.tsx";
import { words as beside } from "../context/words.ts";
import { allowedIn, type TalkAct } from "../model/allowed.ts";
import { rowTime } from "../model/clock.ts";
import { hashOf } from "../model/route.ts";
import { SHOWN } from "../model/keys.ts";
import { nameOf } from "../screens/names.ts";
import { pagesFor } from "../settings/pages.ts";
import { say as pageTitle } from "../settings/say.ts";
import { counted } from "../lists/types.ts";
import { asked, finding } from "../state/dialogs.ts";
import type { Desk } from "../state/desk.ts";
import { go, toInbox, toSettings } from "../state/place.ts";
import { LANGUAGES, say, setLanguage, setTheme, speech, THEMES } from "../state/settings.ts";
import type { Everything } from "./find.ts";
import { answers } from "./match.ts";
import { words } from "./say.ts";

/** One line of the answer. `run` is called when the window has closed. */
export interface Item {
  id: string;
  icon: IconName;
  name: string;
  more?: string;
  side?: string;
  run(): void;
}
export interface Group { id: "people" | "talks" | "pages" | "acts"; items: Item[] }

/** Everything that answers, in groups: what the server has found, pages of the settings, actions. */
export function groupsOf(desk: Desk, query: string, found: Everything | null): Group[] {
  const groups: Group[] = [
    { id: "people", items: query ? (found?.people ?? []).map((one) => personOf(desk, one)) : [] },
    { id: "talks", items: query ? (found?.talks ?? []).map((one) => talkOf(desk, one)) : [] },
    { id: "acts", items: actsOf(desk).filter((one) => !query || answers(query, one.name)) },
    { id: "pages", items: pagesOf(desk).filter((one) => !query || answers(query, one.name)) },
  ];
  return groups.filter((group) => group.items.length > 0);
}

const open = (conv: string) => (): void => go({ screen: "talk", conv });
/** The talk opens at the message that was found. */
const openAt = ({ talk }: Desk, conv: string, n: number) => (): void => {
  go({ screen: "talk", conv });
  talk.goTo(conv, n);
};
const when = (desk: Desk, at: number): string => rowTime(at, desk.now.peek(), speech.value.language);

function personOf(desk: Desk, one: Everything["people"][number]): Item {
  const name = nameOf({ no: one.no, contact: { name: one.name } });
  const more = [one.verified ? `✓ ${words("search.case", { no: one.no })}` : words("search.case", { no: one.no }), one.told].filter(Boolean).join(" · ");
  return { id: `p-${one.conv}`, icon: "person", name, more, side: when(desk, one.at), run: open(one.conv) };
}

function talkOf(desk: Desk, one: Everything["talks"][number]): Item {
  const name = nameOf({ no: one.no, contact: { name: one.name } });
  const more = one.text ?? [words("search.case", { no: one.no }), one.topic].filter(Boolean).join(" · ");
  return { id: `t-${one.conv}`, icon: one.status === "resolved" ? "check" : "all", name, more, side: when(desk, one.at), run: one.n === null ? open(one.conv) : openAt(desk, one.conv, one.n) };
}

function pagesOf({ me }: Desk): Item[] {
  return pagesFor(me).map((page) => ({ id: `s-${page.id}`, icon: "gear", name: pageTitle(page.title), run: () => toSettings(page.id) }));
}

const ICONS: Readonly<Record<TalkAct, IconName>> = { take: "hand", resolve: "check", reopen: "reopen", transfer: "swap", reply: "send", over: "hand" };

function actsOf(desk: Desk): Item[] {
  const lists = desk.list.tabs.map((tab): Item => ({
    id: `l-${tab}`, icon: "inbox", name: words("act.list", { name: say(`list.${tab}`) }), side: SHOWN[tab], run: () => { toInbox(); desk.list.show(tab); },
  }));
  const { views } = desk.tools;
  const saved = views.all.peek().map((view): Item => ({
    id: `v-${view.id}`, icon: "list", name: words("act.list", { name: view.name }), side: counted(view.count), run: () => { toInbox(); void views.show(view); },
  }));
  const looks: Item[] = [
    ...THEMES.map((one): Item => ({ id: `th-${one}`, icon: "screen", name: words("act.theme", { name: say(`theme.${one}`) }), run: () => setTheme(one) })),
    ...LANGUAGES.map((one): Item => ({ id: `la-${one}`, icon: "screen", name: words("act.language", { name: NAMES[one] ?? one }), run: () => setLanguage(one) })),
  ];
  const keys: Item = { id: "keys", icon: "key", name: words("act.keys"), side: SHOWN.help, run: () => void (asked.value = { kind: "keys" }) };
  return [...talkActs(desk), ...lists, ...saved, keys, ...looks];
}

function talkActs({ talk, acts, me }: Desk): Item[] {
  const state = talk.view.peek()?.state;
  const alone: Item[] = state ? [{ id: "alone", icon: "screen", name: `${words("act.alone")}: ${nameOf(state)}`, run: () => openAlone(state.conv) }] : [];
  if (!state || !me.permissions.includes("talks.write")) return alone;
  const can = allowedIn(state, me);
  const { conv } = state;
  const runs: readonly (readonly [Exclude<TalkAct, "reply">, () => void])[] = [
    ["take", () => void acts.take(conv)], ["transfer", () => void (asked.value = { kind: "transfer", conv })],
    ["resolve", () => void acts.resolve(conv, nameOf(state))], ["reopen", () => void acts.reopen(conv)], ["over", () => void (asked.value = { kind: "over", conv })],
  ];
  const found = runs.filter(([act]) => can[act]).map(([act, run]): Item => ({
    id: `a-${act}`, icon: ICONS[act], name: `${say(`act.${act}`)}: ${nameOf(state)}`, side: SHOWN[act], run,
  }));
  const first: Item = { id: "first", icon: "pencil", name: `${beside("first.do")}: ${nameOf(state)}`, run: () => void (asked.value = { kind: "first", conv }) };
  return [...found, ...alone, ...(state.status === "resolved" ? [first] : []), { id: "find", icon: "find", name: words("act.find"), side: SHOWN.find, run: () => void (finding.value = true) }];
}

/** A talk in a window of its own: the desk as on a phone, in step with this one. */
function openAlone(conv: string): void {
  window.open(`${location.pathname}${hashOf({ screen: "talk", conv })}`, `pult-${conv}`, "popup,width=480,height=800");
}

/** Languages call themselves by their own names. */
const NAMES: Readonly<Record<string, string>> = { en: "English", ru: "\u0420\u0443\u0441\u0441\u043a\u0438\u0439" };
