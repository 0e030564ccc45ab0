/** What the host's page (loader) and the frame say to each other. Origin and source are checked by whoever listens. */

import type { Language } from "../core/i18n.ts";
import type { Beginning } from "./look.ts";

/** A page of the host's site as its visitor saw it. */
export interface Page {
  url: string;
  title: string;
  referrer: string;
  /** When it was opened (ms, the visitor's clock). */
  at: number;
}

/** What the host's script has said and the frame has to do: a name of CALLS, then plain data. */
export type Call = [name: string, ...values: unknown[]];

/** Loader → frame. */
export type ToFrame =
  | { pult: "start"; token: string; language: Language; open: boolean; boot: Boot["site"]; calls: Call[]; pages: Page[]; forget: boolean; begin?: Beginning }
  | { pult: "begin"; begin: Beginning }
  | { pult: "token"; token: string | null }
  /** The answer to `identity`: a token that the host's server has signed; null: nobody is signed in. */
  | { pult: "identity"; token: string | null }
  | { pult: "shown"; open: boolean }
  | { pult: "call"; call: Call }
  | { pult: "page"; page: Page }
  /** The person has signed out: keep nothing. */
  | { pult: "forget" };

/** Frame → loader. */
export type ToHost =
  | { pult: "ready" }
  | { pult: "close" }
  | { pult: "token" }
  | { pult: "identity" }
  | { pult: "forgotten" }
  | { pult: "unread"; count: number }
  /** Whether this browser has a talk, so that the next page opens the line by itself. */
  | { pult: "alive"; on: boolean }
  /** For the listeners of the host's script. */
  | { pult: "event"; name: HostEvent; detail: object };

export type HostEvent = "message" | "conversation" | "rated" | "error";

/** The answer of `GET /api/widget/<site key>/boot`. */
export interface Boot {
  token: string;
  site: { name: string; peek: boolean; lang: string | null };
  /** The frame's address. */
  frame: string;
}

type Loose = Record<string, unknown>;
const isObject = (data: unknown): data is Loose => typeof data === "object" && data !== null;
const isText = (data: unknown): data is string => typeof data === "string";
const isCall = (data: unknown): boolean => Array.isArray(data) && isText(data[0]);
const isPage = (data: unknown): boolean =>
  isObject(data) && isText(data.url) && isText(data.title) && isText(data.referrer) && typeof data.at === "number";
const isListOf = (data: unknown, fits: (one: unknown) => boolean): boolean => Array.isArray(data) && data.every(fits);

/** The message when it is one of ours for the frame. */
export function readToFrame(data: unknown): ToFrame | null {
  if (!isObject(data)) return null;
  const known: Record<string, () => boolean> = {
    start: () => isText(data.token) && isSite(data.boot) && typeof data.open === "boolean" && isText(data.language)
      && isListOf(data.calls, isCall) && isListOf(data.pages, isPage) && typeof data.forget === "boolean",
    token: () => isText(data.token) || data.token === null,
    identity: () => isText(data.token) || data.token === null,
    begin: () => isObject(data.begin),
    shown: () => typeof data.open === "boolean",
    call: () => isCall(data.call),
    page: () => isPage(data.page),
    forget: () => true,
  };
  const name = data.pult;
  return isText(name) && Object.hasOwn(known, name) && known[name]?.() === true ? (data as ToFrame) : null;
}

/** The message when it is one of ours for the host's page. */
export function readToHost(data: unknown): ToHost | null {
  if (!isObject(data)) return null;
  const name = data.pult;
  const fits =
    ["ready", "close", "token", "identity", "forgotten"].includes(name as string) ||
    (name === "unread" && typeof data.count === "number") ||
    (name === "alive" && typeof data.on === "boolean") ||
    (name === "event" && isText(data.name) && isObject(data.detail));
  return fits ? (data as ToHost) : null;
}

/** The boot answer when it has the shape that we need. */
export function readBoot(data: unknown): Boot | null {
  const fits = isObject(data) && isText(data.token) && isText(data.frame) && isSite(data.site);
  return fits ? (data as unknown as Boot) : null;
}

const isSite = (site: unknown): boolean => isObject(site) && isText(site.name);
