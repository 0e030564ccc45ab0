import type { Command, DeskState } from "../../core/protocol.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { timeWords } from "./When.tsx";
import { words } from "./words.ts";

interface Ports {
  /** Says a command; false when it was refused (the refusal is told). */
  run(command: Command): Promise<boolean>;
  state(): DeskState | null;
  /** The newest public number that stands before the operator's eyes; undefined: none of this talk does. */
  seen(conv: string): number | undefined;
  now(): number;
  reopen(conv: string): Promise<void>;
  release(conv: string): void;
}

export interface Closed { reason: string; topic: string | null; fields: Record<string, string> }

/** What is done with a talk beside answering. Each act is one command, with the way back where there is one. */
export class AsideActs {
  private readonly ports: Ports;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Words that wait to be called back go first: the visitor shall have them before the talk is put aside. */
  async snooze(conv: string, until: number): Promise<boolean> {
    this.ports.release(conv);
    const seen = this.ports.seen(conv);
    const done = await this.ports.run({ t: "snooze", conv, until, ...(seen === undefined ? {} : { seen }) });
    if (done) toast(words("snoozed.done", { time: timeWords(until, this.ports.now()) }), { undo: () => void this.wake(conv) });
    return done;
  }

  async wake(conv: string): Promise<void> {
    if (await this.ports.run({ t: "wake", conv })) toast(words("woken"));
  }

  async promise(conv: string, text: string, due: number): Promise<boolean> {
    const done = await this.ports.run({ t: "promise", conv, text, due });
    if (done) toast(words("promise.done", { text }), { undo: () => void this.settle(conv, false) });
    return done;
  }

  async settle(conv: string, kept: boolean): Promise<void> {
    const before = this.ports.state()?.promise ?? null;
    if (!await this.ports.run({ t: "settle", conv, kept })) return;
    const again = before && before.due > this.ports.now() ? { undo: () => void this.promise(conv, before.text, before.due) } : {};
    toast(words(kept ? "promise.wasKept" : "promise.wasDropped"), again);
  }

  /** From these tags to those; nothing to change is done at once. */
  async tag(conv: string, before: readonly string[], now: readonly string[]): Promise<boolean> {
    const add = now.filter((one) => !before.includes(one));
    const remove = before.filter((one) => !now.includes(one));
    if (add.length === 0 && remove.length === 0) return true;
    const done = await this.ports.run({ t: "tag", conv, add, remove });
    if (done) toast(words("tags.done"), { undo: () => void this.tag(conv, [...before.filter((one) => now.includes(one)), ...add], before) });
    return done;
  }

  async close(conv: string, name: string, closed: Closed): Promise<boolean> {
    this.ports.release(conv);
    const { topic, ...rest } = closed;
    const done = await this.ports.run({ t: "resolve", conv, ...rest, ...(topic ? { topic } : {}) });
    if (done) toast(say("act.resolved", { name }), { undo: () => void this.ports.reopen(conv) });
    return done;
  }
}
