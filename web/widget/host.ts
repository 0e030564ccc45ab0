/** The host's page, seen from the frame: one parent with one origin, named in our address and checked on every message. */

import type { Beginning } from "./look.ts";
import { readToFrame, type Call, type Page, type ToFrame, type ToHost } from "./bridge.ts";

export type Start = Extract<ToFrame, { pult: "start" }>;

export interface Host {
  tell(message: ToHost): void;
  /** A fresh site token; rejects when none can be had now. */
  token(): Promise<string>;
}

/** What the frame does with what the page says. */
export interface Hearing {
  started(start: Start): void;
  shown(open: boolean): void;
  begin(what: Beginning): void;
  call(call: Call): void;
  page(page: Page): void;
  /** The page's answer to `identity`. */
  identity(token: string | null): void;
  forget(): void;
}

/** Listens, then says `ready`. */
export function meetHost(on: Hearing): Host {
  const named = new URLSearchParams(location.hash.slice(1)).get("host") ?? "";
  const origin = /^https?:\/\/[^/]+$/.test(named) ? named : null;
  let asked: ((token: string | null) => void)[] = [];

  const tell = (message: ToHost): void => {
    if (origin !== null && window.parent !== window) window.parent.postMessage(message, origin);
  };

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    const message = readToFrame(event.data);
    if (message === null) return;
    if (message.pult === "start") on.started(message);
    else if (message.pult === "shown") on.shown(message.open);
    else if (message.pult === "begin") on.begin(message.begin);
    else if (message.pult === "call") on.call(message.call);
    else if (message.pult === "page") on.page(message.page);
    else if (message.pult === "identity") on.identity(message.token);
    else if (message.pult === "forget") on.forget();
    else {
      asked.forEach((answer) => answer(message.token));
      asked = [];
    }
  });
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) tell({ pult: "close" });
  });
  tell({ pult: "ready" });

  return {
    tell,
    token: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error("no token")), 10_000);
        asked.push((token) => {
          clearTimeout(timer);
          if (token === null) reject(new Error("no token"));
          else resolve(token);
        });
        tell({ pult: "token" });
      }),
  };
}
