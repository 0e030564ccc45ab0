/** A page of Pult's own, opened by a click in the chat: only here can a browser be asked whether it may tell of an answer, since the
 * chat stands in a frame of somebody else's page. The word behind the # says whose chat it is, and is good once. */

import "../ui/tokens.css";
import "./tell.css";
import { chooseLanguage } from "../core/i18n.ts";
import { permission, subscribe, subscribed, unsubscribe, type Subscribed } from "../core/waking.ts";
import { en, ru } from "./words.ts";

const SCOPE = "/tell/";
const language = chooseLanguage(new URLSearchParams(location.search).get("lang"));
const words = language === "ru" ? ru : en;
const token = location.hash.slice(1);
// It shall not stay in the history, nor be sent on with the address.
history.replaceState(null, "", location.pathname + location.search);

type Word = keyof typeof en;

const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = (): void => void (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
dark.addEventListener("change", dress);
dress();
document.documentElement.lang = language;
document.title = words.title;

function made<K extends keyof HTMLElementTagNameMap>(kind: K, text: string, name = ""): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(kind), { textContent: text, className: name });
}

const said = made("p", "", "said");
said.setAttribute("role", "status");
said.dataset.testid = "tell-state";
const allow = made("button", words.allow, "main");
allow.dataset.testid = "tell-allow";
const off = made("button", words.off);
off.dataset.testid = "tell-off";
const acts = made("div", "", "acts");
acts.append(allow, off);
document.getElementById("tell")?.append(made("h1", words.title), made("p", words.how), said, acts);

function show(word: Word | null, state: "ask" | "on" | "end"): void {
  said.textContent = word === null ? "" : words[word];
  said.dataset.state = word ?? "";
  allow.hidden = state !== "ask";
  off.hidden = state !== "on";
}

async function post(path: string, body: unknown): Promise<string | null> {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return answer.ok ? null : String(((await answer.json().catch(() => ({}))) as { code?: string }).code);
}

async function ask(): Promise<void> {
  show("busy", "end");
  try {
    const answer = await fetch("/api/tell");
    const { key } = (await answer.json()) as { key: string };
    const device = await subscribe("/tell/sw.js", SCOPE, key, language);
    if (device === null) return show("denied", "ask");
    const code = await post("/api/tell", { token, device });
    if (code === null) show("on", "on");
    else show(code === "ask_used" ? "used" : code === "not_found" ? "first" : "failed", code === "ask_used" ? "end" : "ask");
  } catch {
    show("failed", "ask");
  }
}

async function hush(device: Subscribed | null): Promise<void> {
  try {
    if (device !== null) await post("/api/tell/off", device);
    await unsubscribe(SCOPE);
    show("gone", "ask");
  } catch {
    show("failed", "on");
  }
}

allow.addEventListener("click", () => void ask());
off.addEventListener("click", () => void subscribed(SCOPE, language).then(hush));

if (permission() === "none") show("none", "end");
else if (permission() === "denied") show("denied", "ask");
else if (token === "") void subscribed(SCOPE, language).then((one) => show(one === null ? "used" : "on", one === null ? "end" : "on"));
else show(null, "ask");
