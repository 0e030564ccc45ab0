/** The frame begins: the host's page says who and where, one language is loaded, the talk is shown. */

import "../ui/tokens.css";
import "./frame.css";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { guarded } from "../core/storage.ts";
import { meetHost, type Start } from "./host.ts";
import { Chat } from "./parts/Chat.tsx";
import { createTalk, type Talk } from "./talk.ts";
import { loadWords } from "./words.ts";

followTheme();
let talk: Talk | null = null;
const open = signal(false);
const focus = (): void => document.querySelector<HTMLElement>("[data-focus]")?.focus();

const host = meetHost({
  begin: () => undefined,
  started: (start) => void begin(start),
  shown(on) {
    open.value = on;
    if (on) talk?.open();
    else talk?.close();
    if (on) focus();
    see();
  },
});

async function begin(start: Start): Promise<void> {
  if (talk !== null) return;
  let token = start.token;
  const scope = new URLSearchParams(location.search).get("site") ?? "";
  const made = (talk = createTalk({
    scope,
    socketUrl: `${location.origin.replace(/^http/, "ws")}/live/chat`,
    keep: guarded(),
    site: { name: start.boot.name, peek: start.boot.peek === true },
    token: async (again) => (again ? (token = await host.token()) : token),
    alive: (on) => host.tell({ pult: "alive", on }),
  }));
  open.value = start.open;
  if (open.value) made.open();
  else made.wake();
  const words = await loadWords(start.language);
  document.documentElement.lang = words.language;
  document.title = start.boot.name;
  const drafts = guarded(() => globalThis.sessionStorage);
  render(<Chat talk={made} words={words} close={() => host.tell({ pult: "close" })} drafts={drafts} scope={scope} />, root());
  effect(() => host.tell({ pult: "unread", count: made.unread.value }));
  effect(() => {
    if (made.view.value !== null) queueMicrotask(see);
  });
  document.addEventListener("visibilitychange", see);
  if (open.value) focus();
}

/** What is on the screen counts as read. */
function see(): void {
  if (open.value && !document.hidden) talk?.seen();
}

function root(): HTMLElement {
  const element = document.getElementById("chat");
  if (element === null) throw new Error("frame.html has no place for the chat");
  return element;
}

function followTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = (): void => void (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  dark.addEventListener("change", set);
  set();
}
