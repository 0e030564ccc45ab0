import { signal } from "@preact/signals";
import type { Line } from "../../core/line.ts";
import type { DeskState, ServerFrame } from "../../core/protocol.ts";
import { streamOf } from "../../core/protocol.ts";
import type { Item } from "../../core/item.ts";
import { isHolder } from "../../core/fold.ts";
import { may, type Operator } from "../state/api.ts";

export interface Named { id: number; name: string }
type Told = Extract<ServerFrame, { t: "told" }>;

interface Ports {
  me: Operator;
  line: Line;
  /** something is meant for this operator */
  told(frame: Told): void;
}

/** A look is told again so often (ms), and forgotten when it was not for longer. */
const AGAIN = 20_000;
const GONE = 45_000;
const TICK = 5_000;

/** Colleagues beside the open talk: who looks, what they are writing (for those who may see it), whom a note is meant for. */
export class Beside {
  readonly looking = signal<ReadonlyMap<number, { name: string; at: number }>>(new Map());
  readonly writing = signal<ReadonlyMap<number, { name: string; text: string }>>(new Map());
  readonly to = signal<Named | null>(null);
  private readonly ports: Ports;
  private readonly timer: ReturnType<typeof setInterval>;
  private conv: string | null = null;
  private said = 0;

  constructor(ports: Ports) {
    this.ports = ports;
    this.timer = setInterval(() => this.tick(), TICK);
  }

  stop(): void {
    clearInterval(this.timer);
    this.show(null);
  }

  /** Another talk is open, or none. */
  show(next: string | null): void {
    if (next === this.conv) return;
    const { line, me } = this.ports;
    if (this.conv !== null) {
      line.send({ t: "look", conv: this.conv, on: false });
      line.unfollow(draftsOf(this.conv));
    }
    this.conv = next;
    this.said = 0;
    this.looking.value = new Map();
    this.writing.value = new Map();
    this.to.value = null;
    if (next !== null && may(me, "talks.drafts")) line.follow(draftsOf(next), {});
    this.look();
  }

  take(frame: ServerFrame): void {
    if (frame.t === "told") return this.ports.told(frame);
    // the talk stands on the line now: whoever has it open may know
    if (frame.t === "snap" && this.conv !== null && frame.id === streamOf(this.conv)) return this.look();
    if (this.conv === null) return;
    if (frame.t === "looking" && frame.id === streamOf(this.conv)) this.hear(frame.by, frame.on);
    if (frame.t === "drafts" && frame.id === draftsOf(this.conv)) {
      this.writing.value = new Map(frame.drafts.filter(({ by }) => by.id !== this.ports.me.id).map(({ by, text }) => [by.id, { name: by.name, text }]));
    }
    if (frame.t === "writing" && frame.id === draftsOf(this.conv)) this.write(frame.by, frame.text);
  }

  private write(by: Named, text: string): void {
    if (by.id === this.ports.me.id) return;
    const next = new Map(this.writing.value);
    if (text.trim()) next.set(by.id, { name: by.name, text });
    else next.delete(by.id);
    this.writing.value = next;
  }

  private hear(by: Named, on: boolean): void {
    if (by.id === this.ports.me.id) return;
    const next = new Map(this.looking.value);
    // whoever has just come does not know yet that I am here
    if (on && !next.has(by.id)) this.look();
    if (on) next.set(by.id, { name: by.name, at: Date.now() });
    else next.delete(by.id);
    this.looking.value = next;
  }

  private look(): void {
    if (this.conv === null || document.visibilityState !== "visible") return;
    if (this.ports.line.send({ t: "look", conv: this.conv, on: true })) this.said = Date.now();
  }

  private tick(): void {
    if (Date.now() - this.said >= AGAIN) this.look();
    const here = [...this.looking.value].filter(([, { at }]) => Date.now() - at < GONE);
    if (here.length !== this.looking.value.size) this.looking.value = new Map(here);
  }
}

const draftsOf = (conv: string): string => `drafts:${conv}`;

/** Whom a note in this talk can be meant for: who holds it, who was asked in, who has written a note to me. */
export function partners(state: DeskState, items: readonly Item[], me: number): Named[] {
  const found = new Map<number, string>();
  if (state.holder.kind === "operator" && state.holder.id !== null) found.set(state.holder.id, state.holder.name ?? "");
  for (const guest of state.guests ?? []) found.set(guest.id, guest.name);
  for (const { by, to } of items) if (to?.id === me && by.kind === "operator" && by.id != null) found.set(by.id, by.name ?? "");
  found.delete(me);
  return [...found].map(([id, name]) => ({ id, name }));
}

/** Out of whose hands I took this talk, as long as nothing has been done with it since; null: out of nobody's. */
export function formerHolder(items: readonly Item[], state: DeskState, me: number): Named | null {
  if (state.holder.kind !== "operator" || state.holder.id !== me) return null;
  const last = items.findLast(({ kind }) => kind === "assigned" || kind === "transferred")?.fact;
  if (last?.how !== "over" || !isHolder(last.from) || last.from.id === null) return null;
  return { id: last.from.id, name: last.from.name ?? "" };
}
