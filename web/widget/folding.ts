/** The visitor's stream, folded into what is shown; and what of it is news. */

import { batch, type Signal } from "@preact/signals";
import { apply, mark, older, viewOf, type VisitorView } from "../core/fold.ts";
import type { Item } from "../core/item.ts";
import type { SnapFrame, VisitorState } from "../core/protocol.ts";
import type { Follower } from "../core/streams.ts";

const FADE = 6_000;

export const mine = (item: Item): boolean => item.by.kind === "you";

export interface Said {
  /** The other side has said this just now. */
  answered(text: string, by: string): void;
  rated(score: number, of: number): void;
}

interface Folding {
  view: Signal<VisitorView | null>;
  typing: Signal<string | null>;
  news?: Partial<Said> | undefined;
  /** `heard`: something of the other side may have come with it. */
  moved(now: VisitorView, heard: boolean): void;
  gone(): void;
}

export function followerOf({ view, typing, news, moved, gone }: Folding): Follower {
  let fade: ReturnType<typeof setTimeout> | undefined;
  const moveTo = (next: VisitorView, heard: boolean): void =>
    batch(() => {
      view.value = next;
      moved(next, heard);
    });
  return {
    snap(frame) {
      const next = viewOf("visitor", frame as SnapFrame<VisitorState>);
      moveTo(next, unreadIn(next) > 0);
    },
    entries(list) {
      if (view.value === null) return;
      const theirs = list.filter((entry) => entry.kind === "message" && entry.by.kind !== "you");
      if (theirs.length > 0) typing.value = null;
      moveTo(list.reduce(apply<VisitorState>, view.value), theirs.length > 0);
      for (const entry of theirs) news?.answered?.(entry.text ?? "", entry.by.name ?? "");
      const rated = list.findLast((entry) => entry.kind === "rated");
      if (rated !== undefined) news?.rated?.(rated.score ?? 0, rated.of ?? 0);
    },
    page(entries, first) {
      if (view.value !== null) view.value = older(view.value, entries, first);
    },
    marks(marks) {
      if (view.value !== null) view.value = mark(view.value, marks);
    },
    typing(name, on) {
      clearTimeout(fade);
      typing.value = on ? (name ?? "") : null;
      if (on) fade = setTimeout(() => void (typing.value = null), FADE);
    },
    gone() {
      view.value = null;
      gone();
    },
  };
}

/** Messages of the other side after the visitor's own mark. */
export function unreadIn(view: VisitorView | null): number {
  if (view === null) return 0;
  return view.items.filter((item) => item.kind === "message" && !mine(item) && item.n > view.state.marks.visitor).length;
}
