import { useEffect } from "preact/hooks";
import { partners } from "../beside/beside.ts";
import { isAside, start, type AsideAct } from "../actions/possible.ts";
import { allowedIn, modesOf, type TalkAct as Any } from "../model/allowed.ts";
import { escapeLists, listKey } from "../lists/keys.ts";
import { actOf, isSearch, isTyping, listOf, type Act } from "../model/keys.ts";
import { toggleSound } from "../notice/notice.ts";
import { neighbour } from "../model/rows.ts";
import type { Mode } from "../state/drafts.ts";
import { may } from "../state/api.ts";
import type { Desk } from "../state/desk.ts";
import { asked, finding } from "../state/dialogs.ts";
import { isApart } from "../model/route.ts";
import { go, place, toFloor, toInbox, toSettings } from "../state/place.ts";
import { accept, offers, pull, refuse } from "../offers/offers.ts";
import { nameOf } from "./names.ts";
import { toUnread } from "./flash.ts";
import { focusBox, focusedRow, focusRow } from "./focus.ts";
import { isAlone, openAlone } from "./alone.ts";

/** One key for each act, wherever the keyboard is, but never inside a text, a window or a menu. */
export function useKeys(desk: Desk): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const inSettings = isApart(place.value);
      if (event.defaultPrevented || asked.value !== null) return;
      if (isSearch(event) && !document.querySelector("dialog[open]")) {
        asked.value = { kind: "search" };
        return event.preventDefault();
      }
      if (isTyping(event.target)) return inSettings ? outOfField(event) : undefined;
      const act = actOf(event);
      if (inSettings) return outOfSettings(act, event, desk);
      if (event.key === "Escape" && escapeLists(desk)) return event.preventDefault();
      if (act === null || !concerns(act, event)) return;
      if (perform(act, desk)) event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [desk]);
}

/** Escape leaves the field first, then the settings. */
function outOfField({ key, target }: KeyboardEvent): void {
  if (key === "Escape" && target instanceof HTMLElement && !document.querySelector("dialog[open]")) target.blur();
}

/** In the settings only the ways out work: a page has its own keys. */
function outOfSettings(act: Act | null, event: KeyboardEvent, { list }: Desk): void {
  if (document.querySelector("dialog[open]")) return;
  const tab = listOf(act);
  if (act === "help") asked.value = { kind: "keys" };
  else if (tab !== null) { list.show(tab); toInbox(); }
  else if (event.key === "Escape") toInbox();
  else return;
  event.preventDefault();
}

/** Arrows and Enter keep their own meaning on anything but a row and the bare page. */
function concerns(act: Act, event: KeyboardEvent): boolean {
  const onPage = document.activeElement === null || document.activeElement === document.body;
  if (act === "open") return onPage;
  return !event.code.startsWith("Arrow") || onPage || focusedRow() !== null;
}

function perform(act: Act, desk: Desk): boolean {
  const { list } = desk;
  const tab = listOf(act);
  if (listKey(act, desk)) return true;
  if (act === "help") asked.value = { kind: "keys" };
  else if (tab !== null) list.show(tab);
  else if (act === "next" || act === "previous") step(act === "next" ? 1 : -1, desk);
  else if (act === "open") return openFirst(desk);
  else if (act === "settings") toSettings();
  else if (act === "floor" && may(desk.me, "floor")) toFloor();
  else if (act === "mute") toggleSound();
  else if (act === "find") return find(desk);
  else if (act === "unread") return toUnread();
  else if (act === "window") return apart(desk);
  else if (act === "accept" || act === "refuse") return decide(act, desk);
  else if (act === "pull") return may(desk.me, "talks.write") && (void pull(desk), true);
  else if (act === "reply" || act === "note") return write(act, desk);
  else if (act === "whisper") return whisper(desk);
  else if (act === "among") asked.value = { kind: "among", room: null, talk: desk.talk.conv.peek() };
  else if (act === "take" || act === "resolve" || act === "reopen" || act === "transfer" || act === "over") return talkAct(act, desk);
  else return isAside(act) && beside(act, desk);
  return true;
}

/** The offer that stands first. */
function decide(act: "accept" | "refuse", desk: Desk): boolean {
  const first = offers.peek()[0];
  if (first === undefined) return false;
  void (act === "accept" ? accept(first, desk) : refuse(first));
  return true;
}

function step(by: 1 | -1, { list }: Desk): void {
  const order = list.shown.value.map((row) => row.conv);
  const next = neighbour(order, focusedRow() ?? place.value.conv, by);
  if (next !== null) focusRow(next, order.indexOf(next));
}

function openFirst({ list }: Desk): boolean {
  const first = list.shown.value[0];
  if (first === undefined) return false;
  go({ screen: "talk", conv: first.conv });
  return true;
}

function find({ talk }: Desk): boolean {
  if (talk.state.value !== "open") return false;
  finding.value = true;
  document.querySelector<HTMLElement>("[data-testid=find-text]")?.focus();
  return true;
}

function apart({ talk }: Desk): boolean {
  if (isAlone || talk.conv.value === null) return false;
  openAlone(talk.conv.value);
  return true;
}

function write(mode: Mode, { talk, drafts, me }: Desk): boolean {
  if (talk.conv.value === null || !modesOf(me).includes(mode)) return false;
  drafts.change(talk.conv.value, { mode });
  focusBox();
  return true;
}

/** A note for one colleague in the talk: who it was last, else the first of them. */
function whisper(desk: Desk): boolean {
  const view = desk.talk.view.value;
  const found = view ? partners(view.state, view.items, desk.me.id) : [];
  if (found[0] === undefined || !write("note", desk)) return false;
  desk.beside.to.value ??= found[0];
  return true;
}

/** One key puts aside and brings back. */
function beside(act: AsideAct, desk: Desk): boolean {
  if (!may(desk.me, "talks.write")) return false;
  const state = desk.talk.view.value?.state;
  if (state === undefined) return false;
  return start(act === "snooze" && state.status === "snoozed" ? "wake" : act, desk, state);
}

type TalkAct = Exclude<Any, "reply">;

function talkAct(act: TalkAct, { talk, acts, list, me }: Desk): boolean {
  if (!may(me, "talks.write")) return false;
  const row = focusedRow();
  if (act === "take" && row !== null && row !== talk.conv.value) {
    const waiting = list.rows.value.open.get(row)?.holder.kind !== "operator";
    if (waiting) void acts.take(row).then((done) => done && go({ screen: "talk", conv: row }));
    return waiting;
  }
  const state = talk.view.value?.state;
  if (state === undefined || !allowedIn(state, me)[act]) return false;
  if (act === "transfer") asked.value = { kind: "transfer", conv: state.conv };
  else if (act === "over") asked.value = { kind: "over", conv: state.conv };
  else if (act === "take") void acts.take(state.conv).then((done) => done && focusBox());
  else if (act === "resolve") void acts.resolve(state.conv, nameOf(state));
  else void acts.reopen(state.conv);
  return true;
}
