/** The frame begins: the host's page says who and where, one language is loaded, the talk is shown. */

import "../ui/tokens.css";
import "./frame.css";
import "./start.css";
import "../ui/files.css";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import type { Language } from "../core/i18n.ts";
import { guarded } from "../core/storage.ts";
import { createAbout, type About } from "./about.ts";
import type { Values } from "./attributes.ts";
import type { Call, HostEvent } from "./bridge.ts";
import { meetHost, type Start } from "./host.ts";
import { keepFocus } from "./keyboard.ts";
import type { Start as Beginning } from "../core/protocol.ts";
import { paint } from "./paint.ts";
import { Chat } from "./parts/Chat.tsx";
import { lookOf, nowOf, type SiteLook } from "./site.ts";
import { createChime } from "./sound.ts";
import { createTalk, type Talk } from "./talk.ts";
import { loadWords } from "./words.ts";

const scope = new URLSearchParams(location.search).get("site") ?? "";
const keep = guarded();
const drafts = guarded(() => globalThis.sessionStorage);
/** What newMessage wants in the composer, and how often it has wanted something. */
const proposed = signal({ text: "", times: 0 });
const open = signal(false);
let parts: { talk: Talk; about: About } | null = null;
const beginning = signal<Beginning>({});
/** The page that this stands on. */
let here: string | undefined;
const look = signal<SiteLook>({ name: "", peek: false, lang: null });
/** What somebody in the queue is shown: it comes with the first frame about it. */
let waits: Promise<typeof import("./queue.ts")> | undefined;
let chime: { play(): void } | null = null;
const touched = (): void => void (chime ??= createChime());
for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, touched, { once: true });
const focus = (): void => document.querySelector<HTMLElement>("[data-focus]")?.focus();

const host = meetHost({
  begin: (what) => void (beginning.value = { ...beginning.value, ...what }),
  started: (start) => void begin(start),
  shown(on) {
    open.value = on;
    if (on) parts?.talk.open();
    else parts?.talk.close();
    if (on) focus();
    see();
  },
  call: (call) => parts !== null && act(parts.about, call),
  page(page) {
    here = page.url;
    parts?.about.page(page);
  },
  identity: (token) => parts?.about.fresh(token),
  forget,
});

async function begin(start: Start): Promise<void> {
  if (parts !== null) return;
  if (start.forget) forget();
  const { talk, about } = (parts = build(start));
  beginning.value = start.begin ?? {};
  look.value = lookOf(start.boot);
  if (look.value.colours || look.value.radius !== undefined) paint(look.value);
  about.pages(start.pages);
  here = start.pages.at(-1)?.url;
  for (const call of start.calls) act(about, call);
  open.value = start.open;
  if (open.value) talk.open();
  else talk.wake();
  await show(start.language);
  let heard = 0;
  effect(() => {
    const count = talk.unread.value;
    host.tell({ pult: "unread", count });
    if (count > heard && look.value.quiet !== true && (!open.value || document.hidden)) chime?.play();
    heard = count;
  });
  effect(() => {
    if (talk.view.value !== null) queueMicrotask(see);
  });
  document.addEventListener("visibilitychange", see);
  if (open.value) focus();
}

function build(start: Start): { talk: Talk; about: About } {
  let token = start.token;
  const event = (name: HostEvent, detail: object): void => host.tell({ pult: "event", name, detail });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const about = createAbout({
    tell: (frame) => talk.tell(frame),
    ask: () => host.tell({ pult: "identity" }),
    anew: () => talk.anew(),
    rekey: () => talk.rekey(),
    event,
    device: { language: navigator.language, zone, device: { agent: navigator.userAgent.slice(0, 300), screen: `${screen.width}×${screen.height}` } },
  });
  const talk: Talk = createTalk({
    scope,
    socketUrl: `${location.origin.replace(/^http/, "ws")}/live/chat`,
    keep,
    site: { name: start.boot.name, peek: start.boot.peek === true },
    starting: (over) =>
      over && !look.value.again ? undefined : { ...beginning.value, lang: document.documentElement.lang, ...(here && { page: here }) },
    token: async (again) => (again ? (token = await host.token()) : token),
    alive: (on) => host.tell({ pult: "alive", on }),
    news: {
      identity: about.token,
      welcomed(me, now) {
        look.value = nowOf(look.value, me.site);
        about.welcome(me, now);
      },
      heard(frame) {
        if (frame.t === "site") look.value = nowOf(look.value, frame);
        about.take(frame);
        if (waits || frame.t === "queue") void (waits ??= import("./queue.ts")).then((part) => part.hear(frame, talk, look.value), () => (waits = undefined));
      },
      began(id) {
        about.began();
        event("conversation", { id });
      },
      answered: (text, by) => event("message", { text, by }),
      rated: (score, of) => event("rated", { score, of }),
    },
  });
  return { talk, about };
}

/** What the host's script said; the values are whatever a page may say, so each is looked at. */
function act(about: About, [name, value, more]: Call): void {
  const values = (typeof value === "object" && value !== null ? value : {}) as Values;
  if (name === "identify") about.identify(values);
  else if (name === "attributes") about.attributes(values);
  else if (name === "track" && typeof value === "string") about.track(value, (more ?? {}) as Values);
  else if (name === "newMessage" && typeof value === "string") proposed.value = { text: value, times: proposed.value.times + 1 };
  else if (name === "setLocale" && (value === "en" || value === "ru")) void show(value);
}

/** Draws in a language, or draws again in another one: talk and draft stay what they are. */
async function show(language: Language): Promise<void> {
  const words = await loadWords(language);
  if (parts === null) return;
  document.documentElement.lang = words.language;
  document.title = look.value.says?.[language]?.name || look.value.name;
  const close = (): void => host.tell({ pult: "close" });
  render(<Chat talk={parts.talk} words={words} close={close} drafts={drafts} scope={scope} proposed={proposed} site={look} start={beginning} />, root());
}

/** The person has signed out of the site: nothing of them stays in this browser. */
function forget(): void {
  parts?.about.forget();
  parts?.talk.rekey();
  parts?.talk.close();
  for (const store of [keep, drafts]) for (const name of store.keys(`pult.${scope}.`)) store.remove(name);
  host.tell({ pult: "forgotten" });
}

/** What is on the screen counts as read. */
function see(): void {
  if (open.value && !document.hidden) parts?.talk.seen();
}

/** The place that frame.html has for the chat. */
const root = (): HTMLElement => document.getElementById("chat") as HTMLElement;

function followTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = (): void => void (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  dark.addEventListener("change", set);
  set();
}

followTheme();
keepFocus(root(), focus);
