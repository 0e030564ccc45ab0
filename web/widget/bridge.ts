/** What the host's page (loader) and the frame say to each other. Origin and source are checked by whoever listens. */

import type { Language } from "../core/i18n.ts";
import type { Beginning } from "./look.ts";

/** Loader → frame. */
export type ToFrame =
  | { pult: "start"; token: string; language: Language; open: boolean; boot: Boot["site"]; begin?: Beginning }
  | { pult: "begin"; begin: Beginning }
  | { pult: "token"; token: string | null }
  | { pult: "shown"; open: boolean };

/** Frame → loader. */
export type ToHost =
  | { pult: "ready" }
  | { pult: "close" }
  | { pult: "token" }
  | { pult: "unread"; count: number }
  /** Whether this browser has a talk, so that the next page opens the line by itself. */
  | { pult: "alive"; on: boolean };

/** The answer of `GET /api/widget/<site key>/boot`. */
export interface Boot {
  token: string;
  site: { name: string; peek: boolean; lang: string | null };
  /** The frame's address. */
  frame: string;
}

type Loose = Record<string, unknown>;
const isObject = (data: unknown): data is Loose => typeof data === "object" && data !== null;

/** The message when it is one of ours for the frame. */
export function readToFrame(data: unknown): ToFrame | null {
  if (!isObject(data)) return null;
  const text = typeof data.token === "string";
  const fits =
    (data.pult === "start" && text && isSite(data.boot) && typeof data.open === "boolean" && typeof data.language === "string") ||
    (data.pult === "begin" && isObject(data.begin)) ||
    (data.pult === "token" && (text || data.token === null)) ||
    (data.pult === "shown" && typeof data.open === "boolean");
  return fits ? (data as ToFrame) : null;
}

/** The message when it is one of ours for the host's page. */
export function readToHost(data: unknown): ToHost | null {
  if (!isObject(data)) return null;
  const fits =
    data.pult === "ready" || data.pult === "close" || data.pult === "token" ||
    (data.pult === "unread" && typeof data.count === "number") ||
    (data.pult === "alive" && typeof data.on === "boolean");
  return fits ? (data as ToHost) : null;
}

/** The boot answer when it has the shape that we need. */
export function readBoot(data: unknown): Boot | null {
  const fits = isObject(data) && typeof data.token === "string" && typeof data.frame === "string" && isSite(data.site);
  return fits ? (data as unknown as Boot) : null;
}

const isSite = (site: unknown): boolean => isObject(site) && typeof site.name === "string";
