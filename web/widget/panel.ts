/** The panel on the host's page: it opens and closes, brings the frame when it is wanted, and passes on what either side says. */

import type { Language } from "../core/i18n.ts";
import { backCloses } from "./back.ts";
import type { fetchBoot } from "./boot.ts";
import { readToHost, type Boot, type Call, type ToFrame } from "./bridge.ts";
import type { Button } from "./button.ts";
import type { beginningOf } from "./look.ts";
import { buildShell, type Tools } from "./shell.ts";
import type { Slot } from "./slot.ts";
import type { Trail } from "./trail.ts";
import type { LauncherWords } from "./words/launcher.ts";

/** What the loader has set up. */
export interface Place {
  origin: string;
  site: string;
  /** What the script's own tag says. */
  tag: DOMStringMap;
  kept(name: string): Slot;
  trail: Trail;
  button: Button;
  /** What the loader has already brought: not carried twice. */
  tools: Tools & { beginningOf: typeof beginningOf; fetchBoot: typeof fetchBoot };
  options: PultApi.BootOptions;
  language(site?: string | null): Language;
  words(): LauncherWords;
  emit(name: string, detail?: unknown): void;
}

export interface Panel {
  act(name: string, values: unknown[]): void;
  /** There is a talk: the frame comes without being opened. */
  wake(): void;
  /** The person has signed out: everything goes, also what the frame keeps. */
  end(): void;
}

/** Calls that hold until another of their kind: a frame that comes later is told too. */
const LASTING = ["identify", "attributes"];
const MOST_CALLS = 50;

export function createPanel({ origin, site, tag, kept, trail, button, tools, options, language, words, emit }: Place): Panel {
  let refresh: PultApi.Refresh | undefined;
  let calls: Call[] = [];
  let open = false;
  let frame: HTMLIFrameElement | null = null;
  let started = false;
  let frameOrigin = "";
  let boot: Boot | null = null;
  let loading = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let clock: ReturnType<typeof setInterval> | undefined;
  const shell = buildShell(tools, button.root, words());
  const back = backCloses(() => show(false));
  const tell = (message: ToFrame): void => frame?.contentWindow?.postMessage(message, frameOrigin);

  function show(on: boolean): void {
    if (open === on) return;
    open = on;
    shell.panel.hidden = !on;
    button.setOpen(on);
    if (on && frame === null) void load();
    if (started) tell({ pult: "shown", open: on });
    if (on) (frame ?? shell.panel).focus();
    else button.launcher.focus();
    emit(on ? "open" : "close");
    if (on) back.opened();
    else back.closed();
  }

  async function load(): Promise<void> {
    if (loading || frame !== null) return;
    loading = true;
    shell.setState("opening");
    boot = await tools.fetchBoot(origin, site);
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
    started = true;
    shell.setState("ready");
    look();
    clock ??= setInterval(look, 1000);
    const begin = tools.beginningOf(location.hash) ?? {};
    if (!begin.topic && tag.topic) begin.topic = tag.topic;
    const forget = kept("forget").get() !== null;
    tell({
      pult: "start", token: boot.token, language: language(boot.site.lang), open, boot: boot.site, calls, pages: trail.pages(), forget, begin,
    });
    calls = calls.filter(([name]) => LASTING.includes(name));
    if (open) frame?.focus();
  }

  /** Some sites change pages without loading them. */
  function look(): void {
    const page = trail.note();
    if (page !== null && started) tell({ pult: "page", page });
  }

  async function renew(): Promise<void> {
    const fresh = await tools.fetchBoot(origin, site);
    if (fresh !== null) boot = fresh;
    tell({ pult: "token", token: fresh?.token ?? null });
  }

  async function identity(): Promise<void> {
    let token: unknown;
    try {
      token = await refresh?.();
    } catch (error) {
      console.error(error);
    }
    tell({ pult: "identity", token: typeof token === "string" ? token : null });
  }

  /** A link like `#pult?topic=pay` tells what the chat is about. */
  function followLink(): void {
    const begin = tools.beginningOf(location.hash);
    if (begin !== null && started) tell({ pult: "begin", begin });
  }

  function hear(event: MessageEvent): void {
    if (frame === null || event.source !== frame.contentWindow || event.origin !== frameOrigin) return;
    const message = readToHost(event.data);
    if (message === null) return;
    if (message.pult === "ready") start();
    else if (message.pult === "close") show(false);
    else if (message.pult === "token") void renew();
    else if (message.pult === "identity") void identity();
    else if (message.pult === "forgotten") kept("forget").set(null);
    else if (message.pult === "alive") kept("alive").set(message.on ? "1" : null);
    else if (message.pult === "event") emit(message.name, message.detail);
    else unread(message.count);
  }

  function unread(count: number): void {
    button.setUnread(count);
    // Words that came while the visitor is in another tab show in this one's title.
    document.title = (count > 0 ? `(${count}) ` : "") + trail.title();
    emit("unread", { count });
  }

  /** Plain data only: what cannot be said in JSON must not break the way to the frame. */
  function pass(name: string, values: unknown[]): void {
    try {
      const call = JSON.parse(JSON.stringify([name, ...values])) as Call;
      if (started) tell({ pult: "call", call });
      if (!started || LASTING.includes(name)) calls = [...calls, call].slice(-MOST_CALLS);
    } catch {
      console.error(`Pult: ${name} takes plain data`);
    }
  }

  const acts = new Map<string, (values: unknown[]) => void>([
    ["open", () => show(true)],
    ["close", () => show(false)],
    ["toggle", () => show(!open)],
    ["newMessage", (values) => { show(true); pass("newMessage", values); }],
    ["identify", (values) => {
      refresh = (values[0] as PultApi.Who | undefined)?.refresh ?? refresh;
      pass("identify", values);
    }],
    ["attributes", (values) => pass("attributes", values)],
    ["track", (values) => pass("track", values)],
    ["setLocale", () => { shell.speak(words()); pass("setLocale", [language()]); }],
  ]);

  addEventListener("message", hear);
  addEventListener("hashchange", followLink);
  shell.closer.addEventListener("click", () => show(false));
  shell.again.addEventListener("click", () => void load());
  button.root.addEventListener("keydown", (event) => {
    if (event instanceof KeyboardEvent && event.key === "Escape" && open) show(false);
  });
  if (options.attributes) pass("attributes", [options.attributes]);
  if (options.token !== undefined) acts.get("identify")?.([{ token: options.token, refresh: options.refresh }]);

  return {
    act(name, values) {
      const known = acts.get(name);
      if (known) known(values);
      else console.warn(`Pult: there is no ${name}`);
    },
    wake: () => void load(),
    end() {
      // A frame that has not spoken yet is told with its first word (`forget` in `start`).
      if (started) tell({ pult: "forget" });
      clearInterval(clock);
      back.end();
      removeEventListener("hashchange", followLink);
      setTimeout(() => removeEventListener("message", hear), 500);
    },
  };
}
