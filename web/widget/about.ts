/** Who the visitor is and where: what the page says, what its server has signed, which page they are on.
 *
 * It is kept here and told to the server once there is a talk: who only looks leaves no trace.
 */

import type { ClientFrame, Context, ServerFrame, VisitorMe } from "../core/protocol.ts";
import type { HostEvent, Page } from "./bridge.ts";
import { refusalOf, type Values } from "./attributes.ts";

export interface AboutOptions {
  /** Says a frame; false: the line is not up. */
  tell(frame: ClientFrame): boolean;
  /** The page is to give a fresh token. */
  ask(): void;
  /** The token is another person's: the line begins anew with it. */
  anew(): void;
  /** The key of this browser belongs to somebody else. */
  rekey(): void;
  event(name: HostEvent, detail: object): void;
  /** What never changes while the frame lives. */
  device: Pick<Context, "language" | "zone" | "device">;
}

export interface About {
  /** For hello. */
  token(): string | null;
  identify(who: Values): void;
  /** The page's answer to `ask`. */
  fresh(token: string | null): void;
  attributes(values: Values): void;
  track(name: string, data: Values): void;
  page(page: Page): void;
  /** Pages from before this frame came. */
  pages(pages: readonly Page[]): void;
  welcome(me: VisitorMe, now: number): void;
  /** There is a talk: from now on it is worth telling. */
  began(): void;
  take(frame: ServerFrame): void;
  forget(): void;
}

/** A fresh token is asked for so long before the old one runs out (ms). */
const AHEAD = 30_000;
const MOST_EVENTS = 20;
const OURS = /^(token|attributes|identity)_|^other_subject$/;

export function createAbout(options: AboutOptions): About {
  let token: string | null = null;
  let said: Values = {};
  let trail: Page[] = [];
  let events: { name: string; data: Values }[] = [];
  let known = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refused = (code: string, detail = ""): void => {
    console.warn(`Pult: ${code}. ${detail}`);
    options.event("error", { code, detail });
  };

  function tellAll(): void {
    if (!known) return;
    const attributes = Object.keys(said).length > 0 ? { attributes: said } : {};
    const page = trail.at(-1);
    const places = page === undefined ? {} : { page, pages: trail };
    if (!options.tell({ t: "about", ...attributes, context: { ...options.device, ...places } })) return;
    for (const event of events) options.tell({ t: "track", ...event });
    events = [];
  }

  function lasts(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(options.ask, Math.min(Math.max(1000, ms - AHEAD), 2 ** 31 - 1));
  }

  function identified(identity: NonNullable<VisitorMe["identity"]>, now: number): void {
    if (identity.verified) lasts((identity.until ?? now) - now);
    else if (identity.refused === "other_subject") options.rekey();
    else if (identity.refused === "token_expired") options.ask();
    else refused(identity.refused ?? "token_refused", identity.detail);
  }

  function attributes(values: Values): void {
    const whole = { ...said, ...values };
    const no = refusalOf(whole);
    if (no !== null) return refused(no);
    said = whole;
    if (known) options.tell({ t: "about", attributes: values });
  }

  return {
    attributes,
    token: () => token,
    identify(who) {
      const { token: given, ...rest } = who;
      if (typeof given !== "string") return attributes(rest);
      if (given === token) return;
      token = given;
      options.anew();
    },
    fresh(next) {
      if (next === null || next === token) return;
      token = next;
      options.tell({ t: "identify", token });
    },
    track(name, data) {
      const no = refusalOf(data);
      if (no !== null) return refused(no);
      const event = { name: String(name).slice(0, 100), data };
      if (!known || !options.tell({ t: "track", ...event })) events = [...events, event].slice(-MOST_EVENTS);
    },
    page(page) {
      if (trail.at(-1)?.url === page.url) trail.pop();
      trail = [...trail, page].slice(-20);
      if (known) options.tell({ t: "about", context: { page } });
    },
    pages: (pages) => void (trail = [...pages]),
    welcome(me, now) {
      clearTimeout(timer);
      known = me.conv !== null;
      if (me.identity !== undefined) identified(me.identity, now);
      tellAll();
    },
    began() {
      if (known) return;
      known = true;
      tellAll();
    },
    take(frame) {
      if (frame.t === "identity") {
        if (frame.refused === "other_subject") options.anew();
        else if (frame.verified) lasts((frame.until ?? 0) - Date.now());
        else refused(frame.refused ?? "token_refused", frame.detail);
      } else if (frame.t === "error" && frame.cid === undefined && OURS.test(frame.code)) refused(frame.code, frame.detail);
    },
    forget() {
      clearTimeout(timer);
      token = null;
      said = {};
      events = [];
      trail = trail.slice(-1);
    },
  };
}
