/** The script on the host's page: a button, and on demand a frame. It touches nothing else of the page and sets no global. */

import { chooseLanguage } from "../core/i18n.ts";
import { guarded } from "../core/storage.ts";
import { readToHost, type Boot, type ToFrame } from "./bridge.ts";
import { fetchBoot } from "./boot.ts";
import { buildShell, type Shell } from "./shell.ts";
import { launcherWords } from "./words/launcher.ts";

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const site = script?.dataset.site ?? "";
const origin = script === null ? "" : new URL(script.src).origin;

function begin(): void {
  if (site === "" || document.querySelector("pult-chat") !== null) return;
  const language = chooseLanguage(null, [document.documentElement.lang, ...navigator.languages]);
  createHost(buildShell(launcherWords[language])).begin();
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
    tell({ pult: "start", token: boot.token, language, open, boot: boot.site });
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

  function hear(event: MessageEvent): void {
    if (frame === null || event.source !== frame.contentWindow || event.origin !== frameOrigin) return;
    const message = readToHost(event.data);
    if (message?.pult === "ready") start();
    else if (message?.pult === "close") show(false);
    else if (message?.pult === "token") void renew();
    else if (message?.pult === "unread") shell.setUnread(message.count);
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
