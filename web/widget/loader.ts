/** The script on the host's page: a button, and on demand a frame. It touches nothing else of the page and sets no global. */

import { chooseLanguage } from "../core/i18n.ts";
import { guarded, type Keep } from "../core/storage.ts";
import { readToHost, type Boot, type ToFrame } from "./bridge.ts";
import { fetchBoot } from "./boot.ts";
import { beginningOf, shownHere, type LoaderLook } from "./look.ts";
import { buildShell, type Shell } from "./shell.ts";
import { launcherWords } from "./words/launcher.ts";

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const site = script?.dataset.site ?? "";
const origin = script === null ? "" : new URL(script.src).origin;
/** The argument of the function that the server wraps around this script for a site. */
declare const __PULT_LOOK__: LoaderLook | undefined;
const look = typeof __PULT_LOOK__ === "undefined" ? {} : __PULT_LOOK__;

function begin(): void {
  if (site === "" || document.querySelector("pult-chat") !== null) return;
  const keep = guarded();
  // A talk that lives is shown wherever its visitor goes, and so is the chat that a link asks for.
  if (keep.get(`pult.alive.${site}`) === null && beginningOf(location.hash) === null &&
    !shownHere(look, location.pathname, script?.dataset.audience ?? "", () => lotOf(keep))) return;
  const language = chooseLanguage(null, [document.documentElement.lang, ...navigator.languages]);
  createHost(buildShell(launcherWords[language], look, look.text?.[language] ?? "")).begin();
}

function lotOf(keep: Keep): number {
  const name = `pult.lot.${site}`;
  const lot = keep.get(name) ?? String(Math.floor(Math.random() * 100));
  keep.set(name, lot);
  return Number(lot);
}

function createHost(shell: Shell): { begin(): void } {
  const keep = guarded();
  const aliveKey = `pult.alive.${site}`;
  let open = false;
  let frame: HTMLIFrameElement | null = null;
  let frameOrigin = "";
  let boot: Boot | null = null;
  let loading = false;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const tell = (message: ToFrame): void => frame?.contentWindow?.postMessage(message, frameOrigin);

  function show(on: boolean): void {
    if (open === on) return;
    open = on;
    shell.setOpen(on);
    if (on && frame === null) void load();
    tell({ pult: "shown", open: on });
    if (on) (frame ?? shell.panel).focus();
    else shell.launcher.focus();
  }

  async function load(): Promise<void> {
    if (loading || frame !== null) return;
    loading = true;
    shell.setState("opening");
    boot = await fetchBoot(origin, site);
    loading = false;
    if (boot === null) return shell.setState("failed");
    const url = new URL(boot.frame, origin);
    url.hash = new URLSearchParams({ host: location.origin }).toString();
    frameOrigin = url.origin;
    const mine = (frame = shell.addFrame(url.href));
    // A frame that may not stand here (the domain is not allowed, a filter) never speaks: then say so.
    patience = setTimeout(() => {
      if (frame !== mine) return;
      mine.remove();
      frame = null;
      shell.setState("failed");
    }, 10_000);
  }

  function start(): void {
    if (boot === null) return;
    clearTimeout(patience);
    shell.setState("ready");
    const language = chooseLanguage(boot.site.lang, [document.documentElement.lang, ...navigator.languages]);
    const begin = beginningOf(location.hash) ?? {};
    if (!begin.topic && script?.dataset.topic) begin.topic = script.dataset.topic;
    tell({ pult: "start", token: boot.token, language, open, boot: boot.site, begin });
    if (open) frame?.focus();
  }

  async function renew(): Promise<void> {
    const fresh = await fetchBoot(origin, site);
    if (fresh !== null) boot = fresh;
    tell({ pult: "token", token: fresh?.token ?? null });
  }

  function alive(on: boolean): void {
    if (on) keep.set(aliveKey, "1");
    else keep.remove(aliveKey);
  }

  /** A link like `#pult?topic=pay` opens the chat. */
  function followLink(): void {
    const begin = beginningOf(location.hash);
    if (begin === null) return;
    tell({ pult: "begin", begin });
    show(true);
  }

  function hear(event: MessageEvent): void {
    if (frame === null || event.source !== frame.contentWindow || event.origin !== frameOrigin) return;
    const message = readToHost(event.data);
    if (message?.pult === "ready") start();
    else if (message?.pult === "close") show(false);
    else if (message?.pult === "token") void renew();
    else if (message?.pult === "unread") {
      shell.setUnread(message.count);
      // Words that came while the visitor is in another tab show in this one's title.
      document.title = (message.count > 0 ? `(${message.count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
    }
    else if (message?.pult === "alive") alive(message.on);
  }

  return {
    begin() {
      window.addEventListener("message", hear);
      shell.launcher.addEventListener("click", () => show(!open));
      shell.closer.addEventListener("click", () => show(false));
      shell.again.addEventListener("click", () => void load());
      shell.root.addEventListener("keydown", (event) => {
        if (event instanceof KeyboardEvent && event.key === "Escape" && open) show(false);
      });
      addEventListener("hashchange", followLink);
      followLink();
      if (keep.get(aliveKey) !== null) quietly(() => void load());
    },
  };
}

/** When the host's page has nothing better to do: a talk in the background must not slow the page. */
function quietly(act: () => void): void {
  const later = (): void => void ("requestIdleCallback" in window ? requestIdleCallback(act, { timeout: 3000 }) : setTimeout(act, 500));
  if (document.readyState === "complete") later();
  else window.addEventListener("load", later, { once: true });
}

if (document.body) begin();
else document.addEventListener("DOMContentLoaded", begin, { once: true });
