import { signal } from "@preact/signals";
import { newCid } from "../../core/cid.ts";
import type { Outbox } from "../../core/outbox.ts";
import type { Command } from "../../core/protocol.ts";
import type { Keep } from "../../core/storage.ts";
import type { Draft } from "../model/draft.ts";

export type Send = Extract<Command, { t: "send" }> & { conv: string };

/** A reply that can still be called back; it is in storage, so that no reload loses it. */
export interface Held {
  id: string;
  command: Send;
  top: number;
  /** When it was said and when it goes (our clock, ms). */
  at: number;
  until: number;
  /** What comes back into the box when it is called back. */
  back: Draft;
}

interface Ports {
  outbox: Outbox;
  keep: Keep;
  scope: string;
  /** What the reply may not have missed, at the moment it goes; undefined: nothing is asked. */
  seen(conv: string): number | undefined;
  went(held: Held, sent: ReturnType<Outbox["submit"]>): void;
  /** It waited through a closed window for too long: somebody must look at it again. */
  late(held: Held): void;
}

/** So long (ms) after its time a reply of a page that went is still what its author wants. */
const STILL_WANTED = 60_000;

/** Replies on their way to the outbox, for as long as they can be called back. */
export class Holding {
  readonly words = signal<readonly Held[]>([]);
  private readonly ports: Ports;
  private readonly clocks = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Its id, which it keeps when it goes. */
  hold(command: Send, top: number, ms: number, back: Draft): string {
    const held: Held = { id: newCid(), command, top, at: Date.now(), until: Date.now() + ms, back };
    this.ports.keep.set(this.keyOf(held), JSON.stringify(held));
    this.words.value = [...this.words.value, held];
    this.wind(held);
    return held.id;
  }

  /** The newest one of a talk (or this one) comes back; null: it has gone. */
  undo(conv: string, id?: string): Held | null {
    const held = this.words.value.findLast((one) => one.command.conv === conv && (id === undefined || one.id === id));
    if (held === undefined) return null;
    this.drop(held);
    return held;
  }

  /** They go now, in order: of one talk, or all. Says whether there were any. */
  release(conv?: string): boolean {
    const due = this.words.value.filter(({ command }) => conv === undefined || command.conv === conv);
    for (const held of due) this.go(held);
    return due.length > 0;
  }

  /** Replies of a page that went are taken in charge. */
  restore(): void {
    const found = this.ports.keep.keys(`${this.ports.scope}.held.`).map((key) => parse(this.ports.keep.get(key)));
    for (const held of found) {
      if (held === null || this.words.value.some((one) => one.id === held.id)) continue;
      if (Date.now() > held.until + STILL_WANTED) {
        this.ports.keep.remove(this.keyOf(held));
        this.ports.late(held);
        continue;
      }
      this.words.value = [...this.words.value, held].sort((a, b) => (a.id < b.id ? -1 : 1));
      this.wind(held);
    }
  }

  stop(): void {
    for (const clock of this.clocks.values()) clearTimeout(clock);
  }

  private wind(held: Held): void {
    this.clocks.set(held.id, setTimeout(() => this.go(held), Math.max(0, held.until - Date.now())));
  }

  private go(held: Held): void {
    // another tab of this browser may have called it back
    const mine = this.ports.keep.get(this.keyOf(held)) !== null;
    this.leave(held);
    if (!mine) return;
    const seen = this.ports.seen(held.command.conv);
    const { seen: _, ...words } = held.command;
    const command: Send = seen === undefined ? words : { ...words, seen };
    this.ports.went(held, this.ports.outbox.submit(command, held.top));
    // in storage twice for a moment rather than nowhere
    this.ports.keep.remove(this.keyOf(held));
  }

  private drop(held: Held): void {
    this.leave(held);
    this.ports.keep.remove(this.keyOf(held));
  }

  private leave(held: Held): void {
    clearTimeout(this.clocks.get(held.id));
    this.clocks.delete(held.id);
    this.words.value = this.words.value.filter((one) => one.id !== held.id);
  }

  private keyOf({ id }: Held): string {
    return `${this.ports.scope}.held.${id}`;
  }
}

function parse(text: string | null): Held | null {
  try {
    const value = JSON.parse(text ?? "null") as Held | null;
    return typeof value?.id === "string" && typeof value.command?.conv === "string" && typeof value.until === "number" ? value : null;
  } catch {
    return null;
  }
}
