/** A talk as a person sees it: a snapshot plus the entries after it, folded the same way for both audiences. Pure.
 *
 * The promise: for any two snapshots of one talk, folding the entries between them into the first gives the second, from the
 * first's window on. `marks` are state that comes by frames of their own (`mark`), never from entries.
 */

import { DESK } from "./half.ts";
import type { Guest, TalkPart } from "./protocol-desk.ts";
import type { DeskState, Entry, Holder, Marks, Rating, SnapFrame, Status, VisitorState } from "./protocol.ts";
import { addItem, amend, type Change, type Item } from "./item.ts";

export type Audience = "desk" | "visitor";

export interface View<S extends DeskState | VisitorState = DeskState | VisitorState> {
  audience: Audience;
  state: S;
  /** The last number folded in. */
  top: number;
  /** The oldest number in the window; older ones come by `older`. */
  first: number;
  items: readonly Item[];
  /** Edits and erasures of lines older than the window: they wait for their page. */
  ahead: readonly Change[];
}

export type DeskView = View<DeskState>;
export type VisitorView = View<VisitorState>;

/** The view of a snapshot. */
export function viewOf(audience: "desk", snap: SnapFrame<DeskState>): DeskView;
export function viewOf(audience: "visitor", snap: SnapFrame<VisitorState>): VisitorView;
export function viewOf(audience: Audience, snap: SnapFrame<DeskState | VisitorState>): View;
export function viewOf(audience: Audience, snap: SnapFrame<DeskState | VisitorState>): View {
  const empty = { audience, first: snap.first, items: [], ahead: [] };
  const state = snap.state.rated === null ? snap.state : { ...snap.state, rated: ratingOf(snap.state.rated) };
  return { ...empty, ...fold(empty, snap.entries), state, top: snap.top };
}

/** The view after one more entry. A repeat changes nothing; a hole is the line's to mend, so it never comes here. */
export function apply<S extends DeskState | VisitorState>(view: View<S>, entry: Entry): View<S> {
  if (entry.n <= view.top) return view;
  const state = DESK && view.audience === "desk"
    ? deskState(view.state as DeskState, entry)
    : visitorState(view.state as VisitorState, entry);
  return { ...view, ...fold(view, [entry]), state: state as S, top: entry.n };
}

/** The view with a page of older entries put before its window. */
export function older<S extends DeskState | VisitorState>(view: View<S>, entries: readonly Entry[], first: number): View<S> {
  const fresh = entries.filter((entry) => entry.n < view.first);
  const page = fold({ audience: view.audience, first, items: [], ahead: [] }, fresh);
  let items: readonly Item[] = [...page.items, ...view.items];
  let ahead = page.ahead;
  for (const change of view.ahead) {
    if (change.target < first) ahead = [...ahead, change];
    else items = amend(items, change);
  }
  return { ...view, first: Math.min(first, view.first), items, ahead };
}

/** The view with newer read marks; a mark never goes back. */
export function mark<S extends DeskState | VisitorState>(view: View<S>, marks: Partial<Marks>): View<S> {
  const known = view.state.marks;
  const visitor = Math.max(known.visitor, marks.visitor ?? 0);
  const team = Math.max(known.team, marks.team ?? 0);
  const got = Math.max(known.got, marks.got ?? 0);
  if (visitor === known.visitor && team === known.team && got === known.got) return view;
  return { ...view, state: { ...view.state, marks: { visitor, team, got } } };
}

type Window = Pick<View, "audience" | "first" | "items" | "ahead">;

function fold(view: Window, entries: readonly Entry[]): Pick<View, "items" | "ahead"> {
  let { items, ahead } = view;
  for (const entry of entries) {
    if (entry.kind === "edited" || entry.kind === "erased") {
      const change = changeOf(entry);
      if (change === null) continue;
      if (change.target < view.first) ahead = [...ahead, change];
      else items = amend(items, change);
    } else {
      items = addItem(items, entry, view.audience);
    }
  }
  return { items, ahead };
}

function changeOf(entry: Entry): Change | null {
  if (typeof entry.target !== "number") return null;
  const erased = entry.kind === "erased" || entry.erased === true || entry.text === undefined;
  return erased ? { target: entry.target, at: entry.at, text: null } : { target: entry.target, at: entry.at, text: entry.text ?? "" };
}

function deskState(state: DeskState, entry: Entry): DeskState {
  const said = entry.kind === "message" && entry.aud !== "internal";
  if (said && (entry.by.kind === "system" || entry.thanks)) return state; // it answers nobody, or asks nothing
  if (said) return { ...state, waiting: entry.by.kind === "contact" ? (state.waiting ?? entry.at) : null };
  if (entry.kind === "rated") return { ...state, rated: ratingOf(entry) };
  if (entry.aud === "public") return state;
  if ((entry.kind === "assigned" || entry.kind === "transferred") && isHolder(entry.to)) return { ...state, holder: entry.to };
  if (entry.kind === "status" && isStatus(entry.to)) {
    const since = entry.by.kind === "contact" ? entry.at : null; // thanks that became a question
    const waiting = entry.to === "open" ? (entry.waiting ?? state.waiting ?? since) : null;
    const guests = entry.to === "resolved" ? [] : (state.guests ?? []);
    return { ...state, status: entry.to, waiting, until: entry.until ?? null, guests, topic: entry.topic ?? state.topic };
  }
  if (entry.kind === "promised") return { ...state, promise: entry.promise ?? null };
  if (entry.kind === "tagged") return { ...state, tags: entry.tags ?? [] };
  if (entry.kind === "part") return { ...state, parts: partsAfter(state.parts ?? [], entry) };
  if (entry.kind === "joined") return { ...state, guests: guestsAfter(state.guests ?? [], entry) };
  return state;
}

/** What is with other teams, in the order in which it went there. */
function partsAfter(parts: readonly TalkPart[], { part, how, topic }: Entry): readonly TalkPart[] {
  const others = parts.filter((one) => one.conv !== part);
  return how === "begun" && part ? [...others, { conv: part, topic: topic ?? "" }] : others;
}

/** Whoever was there keeps her place. */
function guestsAfter(guests: readonly Guest[], { who, how, part, may, stays }: Entry): readonly Guest[] {
  if (!who) return guests;
  if (!may || how === "left" || how === "removed") return guests.filter((one) => one.id !== who.id);
  const guest: Guest = { ...who, may, ...(part ? { part } : {}), ...(stays ? { stays } : {}) };
  return guests.some((one) => one.id === who.id) ? guests.map((one) => (one.id === who.id ? guest : one)) : [...guests, guest];
}

function visitorState(state: VisitorState, entry: Entry): VisitorState {
  if (entry.kind === "rated") return { ...state, rated: ratingOf(entry) };
  if (entry.kind === "assigned" || entry.kind === "transferred") return { ...state, with: entry.name ?? null, face: entry.face };
  if (entry.kind === "status" && isStatus(entry.to)) return { ...state, status: entry.to };
  return state;
}

const ratingOf = (entry: Partial<Rating>): Rating => ({ score: entry.score ?? 0, of: entry.of ?? 0, comment: entry.comment ?? null });

export const isHolder = (to: Entry["to"]): to is Holder => typeof to === "object" && to !== null;
export const isStatus = (to: Entry["to"]): to is Status => typeof to === "string";
