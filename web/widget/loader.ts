/** The script on the host's page: a button and the page's API. What opens comes when it is wanted (panel.ts).
 *
 * Of the page it touches one global, `Pult`, and nothing else.
 */

import { chooseLanguage } from "../core/i18n.ts";
import { fetchBoot } from "./boot.ts";
import { buildButton, make, style, type Button } from "./button.ts";
import { beginningOf, lotOfText, shownHere, subjectOf, type LoaderLook } from "./look.ts";
import type { Panel, Place } from "./panel.ts";
import { slot, type Slot } from "./slot.ts";
import { createTrail } from "./trail.ts";
import { followStanding } from "./ways.ts";
import { launcherWords } from "./words/launcher.ts";

const script = document.currentScript as HTMLScriptElement;
const { origin } = new URL(script.src);
const tag = script.dataset;
/** The argument of the function that the server wraps around this script for a site. */
declare const __PULT_LOOK__: LoaderLook | undefined;
const look = typeof __PULT_LOOK__ === "undefined" ? {} : __PULT_LOOK__;
const listeners = new Map<unknown, ((detail: unknown) => void)[]>();
/** What these want comes with the panel. */
const WANTING = ["open", "toggle", "newMessage"];
const MOST_CALLS = 50;
let site = tag.site ?? "";
let chat: { act(name: string, values: unknown[]): void; end(): void } | null = null;
let booted = false;

function emit(name: string, detail?: unknown): void {
  for (const listener of listeners.get(name) ?? []) {
    try {
      listener(detail);
    } catch (error) {
      // The page's own mistake stays the page's own.
      console.error(error);
    }
  }
}

const kept = (name: string): Slot => slot(() => localStorage, `pult.${name}.${site}`);

function boot(options: PultApi.BootOptions = {}): void {
  site = options.site ?? site;
  if (site === "" || booted) return;
  booted = true;
  // A talk that lives is shown wherever its visitor goes, and so is the chat that a link asks for.
  if (kept("alive").get() === null && beginningOf(location.hash) === null &&
    !shownHere(look, location.pathname, options.audience ?? tag.audience ?? "", matchMedia("(max-device-width:600px)").matches, () => lotOf(kept("lot"), options.token))) return;
  chat = begin(options);
  emit("ready");
}

function begin(options: PultApi.BootOptions): NonNullable<typeof chat> {
  let { locale } = options;
  let panel: Panel | null = null;
  let coming: Promise<void> | null = null;
  let tries = 0;
  let early: [string, unknown[]][] = [];
  const language = (site?: string | null) => chooseLanguage(locale ?? site, [document.documentElement.lang, ...navigator.languages]);
  const spoken = () => [launcherWords[language()], look.text?.[language()] ?? ""] as const;
  const [words, caption] = spoken();
  const button: Button = buildButton(words, look, caption);
  const trail = createTrail(slot(() => sessionStorage, `pult.pages.${site}`));
  trail.note();
  const place: Place = { origin, site, tag, kept, trail, button, tools: { make, style, beginningOf, fetchBoot }, options, language, words: () => spoken()[0], emit };

  const need = (): Promise<void> =>
    (coming ??= (import(/* @vite-ignore */ `${origin}/widget/panel.js${tries++ ? `?${tries}` : ""}`) as Promise<{ createPanel(place: Place): Panel }>).then(
      ({ createPanel }) => {
        panel = createPanel(place);
        button.wait(false);
        for (const [name, values] of early) panel.act(name, values);
        early = [];
      },
      () => {
        coming = null;
        button.fail();
      },
    ));

  function act(name: string, values: unknown[]): void {
    if (name === "setLocale") {
      locale = values[0] as string;
      button.speak(...spoken());
    }
    if (panel !== null) return panel.act(name, values);
    early = [...early, [name, values] as [string, unknown[]]].slice(-MOST_CALLS);
    if (WANTING.includes(name)) void need();
  }

  const unfollow = look.ways && followStanding({
    url: `${origin}/api/widget/${encodeURIComponent(site)}/standing`, ways: look.ways, root: button.root, launcher: button.launcher,
    text: (texts) => texts[language()] || Object.values(texts)[0] || "",
    alive: () => kept("alive").get() !== null,
  });
  const link = (): void => {
    if (beginningOf(location.hash) !== null) act("open", []);
  };
  button.launcher.onclick = () => {
    // Until there is something to close, pressing again out of impatience does not take the wish back.
    button.wait(panel === null);
    act(panel === null ? "open" : "toggle", []);
  };
  // A pointer on its way to the button is a good moment to begin.
  button.launcher.onpointerenter = () => void need();
  addEventListener("hashchange", link);
  link();
  if (kept("alive").get() !== null) later(() => void need().then(() => panel?.wake()));
  return {
    act,
    end() {
      removeEventListener("hashchange", link);
      unfollow?.();
      panel?.end();
      // The frame gets a moment to forget; if it does not, the next one is told to.
      button.end(panel === null ? 0 : 500);
    },
  };
}

/** 0 to 99: of a person that the site names (in whichever browser), else of a browser as long as it keeps anything. */
function lotOf(kept: Slot, token?: string): number {
  const subject = subjectOf(token);
  if (subject !== null) return lotOfText(site + subject);
  const lot = kept.get() ?? String(Math.floor(Math.random() * 100));
  kept.set(lot);
  return Number(lot);
}

/** A talk in the background must not slow the page. */
function later(act: () => void): void {
  const soon = (): void => void setTimeout(act, 500);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}

function act(name: unknown, ...values: unknown[]): void {
  if (name === "boot") boot(values[0] as PultApi.BootOptions);
  else if (name === "on") listeners.set(values[0], [...(listeners.get(values[0]) ?? []), values[1] as () => void]);
  else if (name === "shutdown") {
    kept("alive").set(null);
    kept("forget").set("1");
    chat?.end();
    chat = null;
    booted = false;
  } else if (!booted) console.warn(`Pult: ${name} before boot`);
  else chat?.act(name as string, values);
}

function install(): void {
  const early = window.Pult;
  // A second script of ours on the same page.
  if (early?.v) return;
  window.Pult = Object.assign(act as PultApi.Api, { v: 1 });
  const calls = Array.from(early?.q ?? [], (call) => Array.from(call) as [unknown, ...unknown[]]);
  for (const call of calls) if (call[0] === "on") act(...call);
  // The two lines alone are enough; a page that boots by itself says more.
  if (!calls.some((call) => call[0] === "boot")) boot();
  for (const call of calls) if (call[0] !== "on") act(...call);
}

if (document.body) install();
else document.addEventListener("DOMContentLoaded", install, { once: true });
