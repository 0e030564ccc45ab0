import { useEffect, useMemo, useState } from "preact/hooks";
import type { DeskState } from "../../core/protocol.ts";
import type { Tray } from "../../core/tray.ts";
import { gapsAt } from "../model/gaps.ts";
import { useDesk } from "../state/desk.ts";
import { selfOf } from "../state/self.ts";
import { language as own } from "../state/settings.ts";
import { filled, languageFor } from "./fill.ts";
import type { Reply } from "./library.ts";
import { search } from "./search.ts";

/** «/» at the beginning or behind a blank, and what follows it up to the cursor. */
const ASKED = /(?:^|\s)\/([^\n/]{0,40})$/;
const MOST = 50;

export interface Picking {
  conv: string;
  query: string;
  found: readonly Reply[];
  at: number;
  /** What Enter would put in. */
  chosen: { reply: Reply; language: string; text: string } | null;
  put(place: number): void;
  speak(language: string): void;
}

interface Given {
  state: DeskState;
  area: { readonly current: HTMLTextAreaElement | null };
  tray: Tray;
  /** A note has no files and counts as no sending. */
  mode: "reply" | "note";
}

/** Saved replies over the box: opened by «/», moved in and put in by the keys of the box. */
export function usePicker({ state, area, tray, mode }: Given) {
  const desk = useDesk();
  const { library, drafts } = desk;
  const [asked, setAsked] = useState<{ query: string; from: number; to: number } | null>(null);
  const [shut, setShut] = useState(-1);
  const [at, setAt] = useState(0);
  const [language, speak] = useState<string | null>(null);
  const replies = library.shelf.value.replies;
  const found = useMemo(() => (asked === null ? [] : search(replies, asked.query).slice(0, MOST)), [replies, asked?.query]);
  const open = asked !== null && library.on.value && asked.from !== shut;
  const conv = state.conv;
  useEffect(() => { if (open) { void library.load(); void library.lookUp(conv); } }, [open, conv]);

  function look(): void {
    const node = area.current;
    if (!node) return;
    const to = node.selectionStart;
    const match = node.selectionEnd === to ? ASKED.exec(node.value.slice(0, to)) : null;
    const query = match?.[1] ?? "";
    if (match === null || /^\s/.test(query)) { setShut(-1); return setAsked(null); }
    if (asked?.query !== query) setAt(0);
    setAsked({ query, from: to - query.length - 1, to });
  }
  function show(place: number): Picking["chosen"] {
    const reply = found[place];
    if (reply === undefined) return null;
    const spoken = language !== null && Object.hasOwn(reply.texts, language) ? language : languageFor(reply.texts, state, own.value);
    return { reply, language: spoken, text: filled(reply.texts[spoken] ?? "", spoken, { state, operator: selfOf(desk).public_name, now: new Date() }) };
  }
  function put(place: number): void {
    const node = area.current;
    const chosen = show(place);
    if (!node || asked === null || chosen === null) return;
    insert(node, asked.from, asked.to, chosen.text);
    setAsked(null);
    if (mode === "note") return;
    drafts.change(conv, { canned: { id: chosen.reply.id, language: chosen.language, text: chosen.text } });
    if (chosen.reply.files.length > 0) void library.files(chosen.reply.id).then((files) => tray.put([...tray.pieces.peek().flatMap((piece) => piece.ref ?? []), ...files]));
  }
  /** Whether the key was meant for the list. */
  function onKey(event: KeyboardEvent): boolean {
    if (slash(event, area.current)) return true;
    if (!open) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && found.length > 0 && !event.altKey) setAt((at + step + found.length) % found.length);
    else if (event.key === "ArrowRight" && event.altKey) nextLanguage();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && found.length > 0) put(at);
    else if (event.key === "Escape") setShut(asked.from);
    else return false;
    event.preventDefault();
    return true;
  }
  function nextLanguage(): void {
    const chosen = show(at);
    const all = Object.keys(chosen?.reply.texts ?? {});
    speak(all[(all.indexOf(chosen?.language ?? "") + 1) % all.length] ?? null);
  }
  const picking: Picking | null = open ? { conv, query: asked.query, found, at, chosen: show(at), put, speak } : null;
  return { picking, look, onKey, begin: () => begin(area.current, look) };
}

/** The key of «/» writes it under any layout where a word begins; pressed once more it is what that layout writes. */
function slash(event: KeyboardEvent, node: HTMLTextAreaElement | null): boolean {
  if (event.code !== "Slash" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.key === "/" || !node) return false;
  const before = node.value.slice(0, node.selectionStart);
  const second = /(?:^|\s)\/$/.test(before);
  if (!second && !/(?:^|\s)$/.test(before)) return false;
  event.preventDefault();
  if (second) insert(node, node.selectionStart - 1, node.selectionEnd, event.key + event.key);
  else insert(node, node.selectionStart, node.selectionEnd, "/");
  return true;
}

function begin(node: HTMLTextAreaElement | null, look: () => void): void {
  if (!node) return;
  node.focus();
  const before = node.value.slice(0, node.selectionStart);
  insert(node, node.selectionStart, node.selectionEnd, /(?:^|\s)$/.test(before) ? "/" : " /");
  look();
}

/** Puts a text in as if it were typed, so that the browser's own undo takes it out again; the first gap is chosen. */
export function insert(node: HTMLTextAreaElement, from: number, to: number, text: string): void {
  node.focus();
  node.setSelectionRange(from, to);
  const done = text !== "" && document.execCommand("insertText", false, text);
  if (!done) {
    node.setRangeText(text, from, to, "end");
    node.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  const gap = gapsAt(text)[0];
  if (gap) node.setSelectionRange(from + gap.from, from + gap.to);
}
