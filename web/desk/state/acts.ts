import { signal } from "@preact/signals";
import type { Item } from "../../core/item.ts";
import type { Outbox, Outcome, Pending } from "../../core/outbox.ts";
import type { Command } from "../../core/protocol.ts";
import { errorSentence } from "../model/errors.ts";
import type { Tray } from "../../core/tray.ts";
import type { Drafts, Mode } from "./drafts.ts";
import { say } from "./settings.ts";
import type { Talk } from "./talk.ts";
import { toast } from "./toasts.ts";

interface Ports {
  outbox: Outbox;
  drafts: Drafts;
  talk: Talk;
  me: number;
  /** a talk has become mine */
  taken(): void;
}

/** What an operator can do with a talk; each is one command, its refusal is told in plain words. */
export class Acts {
  /** The acts that wait for their answer. */
  readonly busy = signal<ReadonlySet<Command["t"]>>(new Set());
  private readonly ports: Ports;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  async take(conv: string): Promise<boolean> {
    const done = await this.run({ t: "take", conv });
    if (done) this.ports.taken();
    return done;
  }

  async reopen(conv: string): Promise<void> {
    if (await this.run({ t: "reopen", conv })) this.ports.taken();
  }

  /** `name` is whom the talk was with: the way back may be taken from another talk. */
  async resolve(conv: string, name: string): Promise<void> {
    if (await this.run({ t: "resolve", conv })) toast(say("act.resolved", { name }), { undo: () => void this.reopen(conv) });
  }

  async transfer(conv: string, to: { id: number; name: string } | null, reason: string): Promise<boolean> {
    const done = await this.run({ t: "transfer", conv, to: to?.id ?? null, reason });
    if (done) toast(to ? say("act.handedTo", { name: to.name }) : say("act.toQueue"));
    return done;
  }

  /** Sends what stands in the box; the box is empty from now on, the words stand in the log as an echo. */
  async speak(conv: string, mode: Mode, takeFirst: boolean, tray: Tray): Promise<void> {
    const { drafts, outbox, talk } = this.ports;
    const text = drafts.of(conv)[mode].trim();
    const attached = mode === "reply" && tray.pieces.peek().some((piece) => piece.state === "done");
    if ((!text && !attached) || (takeFirst && !(await this.take(conv)))) return;
    const { quote } = drafts.of(conv);
    drafts.change(conv, { [mode]: "", ...(mode === "reply" ? { quote: null } : {}) });
    const files = attached ? tray.spend().map((file) => file.id) : [];
    const words = { conv, text, ...(files.length > 0 ? { files } : {}), ...(mode === "reply" && quote ? { quote } : {}) };
    if (mode === "note") outbox.submit({ t: "note", conv, text }, this.top());
    else if (takeFirst || this.speaking(conv)) outbox.submit({ t: "send", ...words }, this.top());
    else outbox.submit({ t: "send", ...words, seen: talk.seen() }, this.top());
  }

  /** A failed word goes out again; a stale one without `seen`: the operator has seen what came between. */
  again(word: Pending): void {
    const { outbox } = this.ports;
    if (word.command.t !== "send" || word.code !== "stale") return outbox.again(word.cid);
    const { seen: _, ...anyway } = word.command;
    outbox.remove(word.cid);
    outbox.submit(anyway, this.top());
  }

  /** A failed word goes back into the box it came from. */
  giveBack({ cid, command }: Pending): void {
    if ((command.t !== "send" && command.t !== "note") || !command.conv) return;
    this.ports.drafts.giveBack(command.conv, command.t === "note" ? "note" : "reply", command.text);
    this.ports.outbox.remove(cid);
  }

  async edit(conv: string, item: Item, text: string): Promise<void> {
    const { outbox } = this.ports;
    const word = outbox.submit({ t: "edit", conv, n: item.n, text }, this.top());
    // a refused edit must not wait for ever in the outbox: the old text stands, the refusal is told
    if (!this.told(await word.done)) outbox.remove(word.cid);
  }

  erase(conv: string, item: Item): void {
    void this.run({ t: "erase", conv, n: item.n });
  }

  /** Only what this operator said and what still stands may be changed. */
  mayChange(item: Item): boolean {
    return item.fact === null && !item.erased && item.by.kind === "operator" && item.by.id === this.ports.me;
  }

  private async run(command: Command): Promise<boolean> {
    if (this.busy.value.has(command.t)) return false;
    this.busy.value = new Set(this.busy.value).add(command.t);
    const outcome = await this.ports.outbox.submit(command, this.top()).done;
    this.busy.value = new Set([...this.busy.value].filter((one) => one !== command.t));
    return this.told(outcome);
  }

  private told(outcome: Outcome): boolean {
    if (!outcome.ok) toast(errorSentence(outcome.error, say), { tone: "late" });
    return outcome.ok;
  }

  private top(): number {
    return this.ports.talk.view.peek()?.top ?? 0;
  }

  /** Own words on their way raise the public number themselves: a `seen` from before them would call the next word stale. */
  private speaking(conv: string): boolean {
    return this.ports.outbox.pending().some(({ command, state }) => command.t === "send" && command.conv === conv && state !== "failed");
  }
}
