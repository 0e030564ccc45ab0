/** Commands on their way. A word is kept (storage first, then the wire) until the server says that it stands in the log.
 *
 * The same cid goes out again after every cut: the server answers a repeat with the same ack, so neither a resend nor a second
 * tab doubles anything. Commands of one talk go one after another, so order holds even when one is asked to wait.
 */

import { newCid } from "./cid.ts";
import { dismissed, kept, keepWord, restore } from "./kept.ts";
import type { Line } from "./line.ts";
import type { AckFrame, Command, ErrorFrame, ServerFrame } from "./protocol.ts";
import type { Keep } from "./storage.ts";
import { wellFormed } from "./text.ts";

export interface Pending {
  cid: string;
  command: Command;
  /** When Send was pressed (our clock, ms). */
  at: number;
  /** The newest number in the log when it was pressed. */
  top: number;
  /** `acked`: stands in the log as `n`, kept only until its entry has come. */
  state: "queued" | "sent" | "acked" | "failed";
  /** It has been on the wire at least once, so it may stand in the log already. */
  tried: boolean;
  n: number;
  /** Why it failed: a code of docs/protocol.md. */
  code: string | null;
}

/** How a command ended; a failed word stays in the list besides. */
export type Outcome = { ok: true; ack: AckFrame } | { ok: false; error: ErrorFrame };

export interface OutboxOptions {
  line: Line;
  keep: Keep;
  /** Whose words these are: the prefix in storage. */
  scope: string;
  /** Unanswered commands at once: 8 for a visitor, 32 for an operator. */
  credit: number;
  /** The pending commands, oldest first, after each change. */
  changed?(pending: readonly Pending[]): void;
}

export interface Outbox {
  /** Takes a command in charge. `top`: the newest number seen in its talk. */
  submit(command: Command, top?: number): { cid: string; done: Promise<Outcome> };
  /** A failed word goes out once more, with a new cid (a refusal stands for ever); `change` mends what was refused. */
  again(cid: string, change?: Partial<Command>): void;
  remove(cid: string): void;
  pending(): readonly Pending[];
  /** To be called with each frame of the line and whenever it becomes live or is cut. */
  take(frame: ServerFrame): void;
  lineChanged(live: boolean): void;
  /** The log of this talk stands at `top`: acked words up to there need no echo. */
  settle(conv: string, top: number): void;
  /** Words of this browser from before (another page load, another tab that went) are taken in charge. */
  restore(): void;
}

const WORDS = new Set<Command["t"]>(["send", "note", "edit"]);

export function createOutbox(options: OutboxOptions): Outbox {
  return new KeepingOutbox(options);
}

class KeepingOutbox implements Outbox {
  readonly #options: OutboxOptions;
  #list: Pending[] = [];
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  readonly #clocks = new Map<string, ReturnType<typeof setTimeout>>();
  #notBefore = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  submit(command: Command, top = 0): { cid: string; done: Promise<Outcome> } {
    const clean = "text" in command ? { ...command, text: wellFormed(command.text) } : command;
    const word: Pending = { cid: newCid(), command: clean, at: Date.now(), top, state: "queued", tried: false, n: 0, code: null };
    if (WORDS.has(command.t)) keepWord(this.#options.keep, this.#options.scope, word);
    const done = new Promise<Outcome>((resolve) => this.#waiting.set(word.cid, resolve));
    this.#list.push(word);
    this.#pump();
    return { cid: word.cid, done };
  }

  again(cid: string, change: Partial<Command> = {}): void {
    const word = this.#list.find((one) => one.cid === cid && one.state === "failed");
    if (word === undefined) return;
    this.remove(cid);
    this.submit({ ...word.command, ...change } as Command, word.top);
  }

  remove(cid: string): void {
    this.#list = this.#list.filter((word) => word.cid !== cid);
    dismissed(this.#options.keep, this.#options.scope, cid);
    this.#forget(cid);
    this.#pump();
  }

  pending(): readonly Pending[] {
    return this.#list;
  }

  restore(): void {
    const known = new Set(this.#list.map((word) => word.cid));
    const found = restore(this.#options.keep, this.#options.scope).filter((word) => !known.has(word.cid));
    this.#list = [...found, ...this.#list].sort((a, b) => (a.cid < b.cid ? -1 : 1));
    this.#pump();
  }

  take(frame: ServerFrame): void {
    if (frame.t === "ack") this.#acked(frame);
    else if (frame.t === "error" && frame.cid !== undefined) this.#refused(frame, frame.cid);
  }

  lineChanged(live: boolean): void {
    for (const timer of this.#clocks.values()) clearTimeout(timer);
    this.#clocks.clear();
    for (const word of this.#list) if (word.state === "sent") word.state = "queued";
    if (live) this.#notBefore = 0;
    this.#pump();
  }

  settle(conv: string, top: number): void {
    const rest = this.#list.filter((word) => !(word.state === "acked" && laneOf(word) === conv && word.n <= top));
    if (rest.length === this.#list.length) return;
    this.#list = rest;
    this.#tell();
  }

  #acked(ack: AckFrame): void {
    const word = this.#list.find((one) => one.cid === ack.cid);
    dismissed(this.#options.keep, this.#options.scope, ack.cid);
    this.#waiting.get(ack.cid)?.({ ok: true, ack });
    this.#forget(ack.cid);
    if (word === undefined) return;
    if (word.command.t === "send" || word.command.t === "note") {
      Object.assign(word, { state: "acked", n: ack.n, command: { ...word.command, conv: ack.conv } });
    } else {
      this.#list = this.#list.filter((one) => one !== word);
    }
    this.#pump();
  }

  #refused(error: ErrorFrame, cid: string): void {
    const word = this.#list.find((one) => one.cid === cid);
    if (word === undefined || word.state === "acked") return;
    this.#stopClock(cid);
    if (error.code === "busy" || error.code === "unavailable") {
      word.state = "queued";
      this.#later(error.retry_ms ?? this.#options.line.periods.base);
      return;
    }
    this.#waiting.get(cid)?.({ ok: false, error });
    this.#forget(cid);
    if (WORDS.has(word.command.t)) {
      Object.assign(word, { state: "failed", code: error.code });
      keepWord(this.#options.keep, this.#options.scope, word);
    } else {
      this.#list = this.#list.filter((one) => one !== word);
    }
    this.#pump();
  }

  #later(pause: number): void {
    this.#notBefore = Math.max(this.#notBefore, Date.now() + pause);
    setTimeout(() => this.#pump(), pause);
    this.#tell();
  }

  /** Sends what may go now: the first unanswered word of each talk, within the credit. */
  #pump(): void {
    if (this.#options.line.status() === "live" && Date.now() >= this.#notBefore) {
      let flying = this.#list.filter((word) => word.state === "sent").length;
      const busy = new Set<string>();
      for (const word of this.#list) {
        const lane = laneOf(word);
        if (word.state === "queued" && !busy.has(lane) && flying < this.#options.credit && this.#post(word)) flying++;
        if (word.state === "queued" || word.state === "sent") busy.add(lane);
      }
    }
    this.#tell();
  }

  #post(word: Pending): boolean {
    if (!this.#options.line.send({ ...word.command, cid: word.cid })) return false;
    word.state = "sent";
    if (!word.tried) {
      word.tried = true;
      if (kept(this.#options.keep, this.#options.scope, word.cid)) keepWord(this.#options.keep, this.#options.scope, word);
    }
    this.#clocks.set(word.cid, setTimeout(() => this.#options.line.restart(), this.#options.line.periods.answer));
    return true;
  }

  #stopClock(cid: string): void {
    clearTimeout(this.#clocks.get(cid));
    this.#clocks.delete(cid);
  }

  #forget(cid: string): void {
    this.#stopClock(cid);
    this.#waiting.delete(cid);
  }

  #tell(): void {
    this.#options.changed?.([...this.#list]);
  }
}

/** Commands of one talk form a lane; a visitor's words without a talk form one of their own. */
const laneOf = (word: Pending): string => ("conv" in word.command ? (word.command.conv ?? "") : "");
