/** The widget as a site's settings would make it: its own parts with a line that leads nowhere. Nothing can begin here. */

import "../../ui/tokens.css";
import "../../widget/frame.css";
import "../../widget/start.css";
import "../../ui/files.css";
import "./preview.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import { guarded } from "../../core/storage.ts";
import { buildButton } from "../../widget/button.ts";
import { paint } from "../../widget/paint.ts";
import { Chat } from "../../widget/parts/Chat.tsx";
import type { SiteLook } from "../../widget/site.ts";
import { createTalk, type Talk } from "../../widget/talk.ts";
import { loadWords } from "../../widget/words.ts";
import { launcherWords } from "../../widget/words/launcher.ts";
import { isWish, type Wish } from "./wish.ts";

const memory = guarded(() => null);
const start = signal({});
const site = signal({ name: "", peek: false });
const dressed = signal<SiteLook>({ name: "", peek: false, lang: null });
const proposed = signal({ text: "", times: 0 });
const talk = silent();
const box = document.getElementById("chat");
let tints: HTMLStyleElement | null = null;
let shown = "";

addEventListener("message", (event) => {
  if (event.origin === location.origin && event.source === parent && isWish(event.data)) void show(event.data);
});
parent.postMessage({ pult: "preview-ready" }, location.origin);

/** A talk that is never opened and never says anything; the browser lets no request out of this document either. */
function silent(): Talk {
  const real = createTalk({
    scope: "preview", socketUrl: "", keep: memory, site: site.value, alive: () => undefined,
    token: () => Promise.reject(new Error("a preview speaks to nobody")),
  });
  const nothing = (): void => undefined;
  return { ...real, site, say: nothing, draft: nothing, open: nothing, wake: nothing, retry: nothing, anew: nothing, proof: () => Promise.reject(new Error("a preview speaks to nobody")) };
}

async function show({ look, button, language, theme }: Wish): Promise<void> {
  const words = await loadWords(language);
  document.documentElement.lang = language;
  document.documentElement.dataset.theme = theme;
  site.value = { name: look.name, peek: look.peek };
  dressed.value = look;
  tint(look);
  press({ look, button, language, theme });
  if (box === null) return;
  // Other screens begin anew; another word on the same screen does not.
  const screens = JSON.stringify([look.topics?.length, look.fields?.length, look.away, language]);
  if (screens !== shown) start.value = {};
  shown = screens;
  render(<Chat key={screens} talk={talk} words={words} close={() => undefined} drafts={memory} scope="preview" proposed={proposed} site={dressed} start={start} />, box);
}

type Look = Wish["look"];

function tint(look: Look): void {
  tints?.remove();
  const before = document.head.lastElementChild;
  paint(look);
  const made = document.head.lastElementChild;
  tints = made !== before && made instanceof HTMLStyleElement ? made : null;
}

/** The button under the panel, in the theme that is asked for, whatever this machine prefers. */
function press({ look, button, language, theme }: Omit<Wish, "pult">): void {
  document.querySelector("pult-chat")?.remove();
  const made = buildButton(launcherWords[language], button, button.text?.[language] ?? "");
  const host = made.root.host as HTMLElement;
  const own = look.colours?.[theme].accent ?? (theme === "dark" ? "#eceded" : "#1a1c1e");
  for (const name of ["--own", "--own-dark"]) host.style.setProperty(name, own);
  host.style.setProperty("--surface", theme === "dark" ? "#1c1e20" : "#ffffff");
  made.launcher.tabIndex = -1;
  document.documentElement.dataset.side = button.side ?? "end";
}
