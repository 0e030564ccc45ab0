/** Somebody waits in the queue: the place, an honest bracket, and other ways than waiting. Comes with the first such frame. */

import type { ServerFrame } from "../core/protocol.ts";
import { queueCss } from "./queue.css.ts";
import type { SiteLook } from "./site.ts";
import type { Talk } from "./talk.ts";
import { queueWords } from "./words/queue.ts";

/** A screen reader hears of a change at most so often (ms). */
const CALM = 30_000;
type Way = "mail" | "phone";

const make = <K extends keyof HTMLElementTagNameMap>(name: K, what: Partial<HTMLElementTagNameMap[K]>, ...inside: Node[]): HTMLElementTagNameMap[K] => {
  const made = Object.assign(document.createElement(name), what);
  made.append(...inside);
  return made;
};

const styled = make("style", { textContent: queueCss });
const said = make("p", {});
const spoken = make("p", { className: "unseen" });
spoken.setAttribute("aria-live", "polite");
/** It takes too long: said only where there is another way. */
const sorry = make("p", {});
sorry.dataset.testid = "queue-late";
const ways = make("div", {});
let calm = 0;
/** What was heard last about the queue: while the site is closed it is told differently. */
let last: Extract<ServerFrame, { t: "queue" }> | undefined;
/** What was sent and is not answered yet. */
let asked = "";
let done = false;
let fault: HTMLElement | null = null;
let timer: ReturnType<typeof setInterval> | undefined;

const words = () => queueWords[document.documentElement.lang === "ru" ? "ru" : "en"];

/** Hears every frame of the line from the first one about the queue on. */
export function hear(frame: ServerFrame, talk: Talk, look: SiteLook): void {
  if (frame.t === "queue") {
    last = frame;
    done ||= frame.left === true;
  }
  if (last && (frame === last || frame.t === "site")) {
    if (last.place === 0) leave();
    else wait(last.place, last.soon, last.late === true, talk, look);
  } else if ((frame.t === "ack" || frame.t === "error") && frame.cid === asked && asked !== "") {
    asked = "";
    if (frame.t === "ack") finish();
    else if (fault !== null) fault.textContent = words().wrong;
  }
}

function wait(place: number, soon: readonly [number, number] | undefined, late: boolean, talk: Talk, look: SiteLook): void {
  const strip = document.querySelector<HTMLElement>(".queue");
  const state = talk.view.value?.state;
  if (strip === null || state === undefined || state.with || state.status !== "open") return leave();
  const { next, before, soon: within, away } = words();
  // Closed: no place in a queue that nobody works through.
  const where = look.until !== undefined ? away(look.until) : place === 1 ? next : before(place - 1);
  const text = soon === undefined || look.until !== undefined ? where : `${where} · ${within(...soon)}`;
  if (said.textContent !== text) said.replaceChildren(make("b", { textContent: where }), text.slice(where.length));
  if (spoken.textContent !== text && Date.now() > calm) {
    calm = Date.now() + CALM;
    spoken.textContent = text;
  }
  if (strip.firstChild === null) {
    strip.dataset.testid = "queue";
    offer(talk, look);
    strip.append(styled, said, spoken, sorry, ways);
  }
  sorry.textContent = late && !done && ways.firstChild !== null ? words().late : "";
  // Whoever has answered in the meantime is told by the talk itself, sooner than by the queue.
  timer ??= setInterval(() => {
    const now = talk.view.value?.state;
    if (now === undefined || now.with || now.status !== "open") leave();
  }, 300);
}

function leave(): void {
  clearInterval(timer);
  timer = last = undefined;
  done = false;
  delete said.parentElement?.dataset.testid;
  for (const one of [styled, said, spoken, sorry, ways]) one.remove();
}

function offer(talk: Talk, look: SiteLook): void {
  const left = talk.view.value?.items.some((item) => item.by.kind === "you" && item.answers?.some((one) => one.kind === "mail" || one.kind === "phone") && item.form === null);
  if (done || left === true) return finish();
  const { byMail, byPhone } = words();
  const button = (way: Way, text: string): HTMLButtonElement => {
    const made = make("button", { type: "button", className: "link", textContent: text, onclick: () => open(way, talk, look) });
    made.dataset.testid = `queue-${way}`;
    return made;
  };
  ways.replaceChildren(...(look.mail === true ? [button("mail", byMail)] : []), ...(look.callback === true ? [button("phone", byPhone)] : []));
}

function finish(): void {
  done = true;
  sorry.textContent = "";
  const note = make("p", { textContent: words().left });
  note.setAttribute("role", "status");
  note.dataset.testid = "queue-left";
  ways.replaceChildren(note);
}

function open(way: Way, talk: Talk, look: SiteLook): void {
  const speech = words();
  const field = make("input", { type: way === "mail" ? "email" : "tel", autocomplete: way === "mail" ? "email" : "tel", placeholder: speech[way], required: true, maxLength: way === "mail" ? 254 : 40 });
  field.setAttribute("aria-label", speech[way]);
  field.dataset.testid = "queue-field";
  const agree = make("input", { type: "checkbox", required: true });
  const refused = (fault = make("p", {}));
  refused.setAttribute("role", "alert");
  const send = make("button", { type: "submit", className: "main", textContent: speech.send });
  send.dataset.testid = "queue-send";
  const back = make("button", { type: "button", className: "link", textContent: speech.cancel, onclick: () => offer(talk, look) });
  const consent = way === "phone" ? [make("label", {}, agree, make("span", { textContent: speech.consent }))] : [];
  const form = make("form", { noValidate: true }, field, ...consent, send, back, refused);
  form.onsubmit = (event) => {
    event.preventDefault();
    refused.textContent = "";
    const conv = talk.conv();
    if (conv === null || asked !== "") return;
    asked = id();
    const lang = document.documentElement.lang === "ru" ? "ru" : "en";
    const value = field.value.trim();
    const what = way === "mail" ? { mail: value } : { phone: value, consent: agree.checked };
    if (talk.tell({ t: "instead", conv, cid: asked, lang, ...what })) return;
    asked = "";
    refused.textContent = speech.cut;
  };
  ways.replaceChildren(form);
  field.focus();
}

/** A random UUID; the page may be plain http, where the browser's own is not to be had. */
function id(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, i) => (i === 6 ? (byte & 15) | 64 : i === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
