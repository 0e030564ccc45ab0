import { signal } from "@preact/signals";
import { apply, mark, older, viewOf, type DeskView } from "../../core/fold.ts";
import type { Line } from "../../core/line.ts";
import type { Outbox } from "../../core/outbox.ts";
import { streamOf, type DeskState, type Entry, type SnapFrame } from "../../core/protocol.ts";
import type { List } from "./list.ts";

export type TalkState = "none" | "opening" | "open" | "gone";

interface Ports {
  line: Line;
  outbox: Outbox;
  list: List;
  /** somebody outside has said this just now, in the open talk */
  heard(name: string | null, text: string): void;
}

/** The one talk on the screen: its view, its older pages, what of it has been read. */
export function createTalk({ line, outbox, list, heard }: Ports) {
  const conv = signal<string | null>(null);
  const view = signal<DeskView | null>(null);
  const state = signal<TalkState>("none");
  const paging = signal(false);
  /** the newest public number that came, twins of facts included: what `seen` says */
  let seen = 0;
  let read = 0;

  function see(entries: readonly Entry[]): void {
    for (const entry of entries) seen = Math.max(seen, entry.p ?? 0);
  }

  function entries(id: string, fresh: Entry[]): void {
    if (view.value === null) return;
    see(fresh);
    view.value = fresh.reduce((now, entry) => apply(now, entry), view.value);
    outbox.settle(id, view.value.top);
    const words = fresh.filter((entry) => entry.kind === "message" && entry.by.kind === "contact");
    if (words.length === 0) return;
    list.said(id);
    const last = words.at(-1);
    if (last?.text) heard(view.value.state.contact.name, last.text);
  }

  function snap(id: string, frame: SnapFrame<DeskState>): void {
    seen = 0;
    see(frame.entries);
    paging.value = false;
    view.value = viewOf("desk", frame);
    state.value = "open";
    outbox.settle(id, frame.top);
  }

  function page(list: Entry[], first: number): void {
    paging.value = false;
    if (view.value !== null) view.value = older(view.value, list, first);
  }

  function show(next: string | null): void {
    if (next === conv.value) return;
    if (conv.value !== null) line.unfollow(streamOf(conv.value));
    conv.value = next;
    view.value = null;
    paging.value = false;
    seen = read = 0;
    state.value = next === null ? "none" : "opening";
    if (next === null) return;
    line.follow(streamOf(next), {
      snap: (frame) => snap(next, frame as SnapFrame<DeskState>),
      entries: (fresh) => entries(next, fresh),
      gone: () => void (state.value = "gone"),
      page,
      marks: (marks) => void (view.value = view.value && mark(view.value, marks)),
    });
  }

  return {
    conv,
    view,
    state,
    paging,
    show,
    seen: (): number => seen,
    /** Asks for the page before the window; once at a time. */
    more(): void {
      const now = view.value;
      if (now === null || now.first <= 1 || paging.value || conv.value === null) return;
      paging.value = line.send({ t: "fetch", id: streamOf(conv.value), before: now.first });
    },
    /** The line was cut: what was asked for will not come. */
    cut: (): void => void (paging.value = false),
    /** Says that a person has the end of the talk before their eyes; silent when it is known. */
    looked(): void {
      const now = view.value;
      if (now === null || conv.value === null || now.top <= read) return;
      if (!line.send({ t: "read", conv: conv.value, n: now.top })) return;
      read = now.top;
      list.read(conv.value, now.top);
    },
  };
}

export type Talk = ReturnType<typeof createTalk>;
