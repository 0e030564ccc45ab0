import { signal } from "@preact/signals";
import type { AskForm } from "../../core/forms.ts";
import type { Item } from "../../core/item.ts";
import type { Outbox, Outcome, Pending } from "../../core/outbox.ts";
import type { Command } from "../../core/protocol.ts";
import type { Tray } from "../../core/tray.ts";
import { NO_REPLY, type Draft, type Mode } from "../model/draft.ts";
import { errorSentence } from "../model/errors.ts";
import type { Drafts } from "./drafts.ts";
import type { Holding, Send } from "./holding.ts";
import type { To } from "../actions/likely.ts";
import { asked } from "./dialogs.ts";
import { say } from "./settings.ts";
import type { Talk } from "./talk.ts";
import { toast } from "./toasts.ts";

type Sent = ReturnType<Outbox["submit"]>;

interface Ports {
  outbox: Outbox;
  drafts: Drafts;
  holding: Holding;
  talk: Talk;
  me: number;
  /** whom a note is meant for; null: all colleagues */
  to(): number | null;
  /** for how long (ms) a reply can be called back */
  undoMs(): number;
  /** a talk has become mine */
  taken(): void;
  /** a reply is on its way that came from this draft */
  said(command: Send, draft: Draft, done: Promise<Outcome>): void;
}

/** What an operator can do with a talk; each is one command, its refusal is told in plain words. */
export class Acts {
  /** The acts that wait for their answer. */
  readonly busy = signal<ReadonlySet<Command["t"]>>(new Set());
  private readonly ports: Ports;
  private readonly taking = new Map<string, Promise<boolean>>();
  private readonly sent = new Map<string, Sent>();
  private readonly running = new Set<string>();

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Pressed again while the answer is on its way it is the same press. */
  take(conv: string): Promise<boolean> {
    const flying = this.taking.get(conv) ?? this.takeOnce(conv);
    this.taking.set(conv, flying);
    return flying.finally(() => this.taking.delete(conv));
  }

  private async takeOnce(conv: string): Promise<boolean> {
    const done = await this.run({ t: "take", conv });
    if (done) this.ports.taken();
    return done;
  }

  /** Back into the hands that it was taken out of, whatever they carry by now. */
  handBack(conv: string, to: { id: number; name: string }): Promise<boolean> {
    this.ports.holding.release(conv);
    return this.run({ t: "transfer", conv, to: to.id, reason: "", force: true });
  }

  /** Out of a colleague's hands into mine. */
  async over(conv: string, reason: string): Promise<boolean> {
    const done = await this.run({ t: "over", conv, reason });
    if (done) this.ports.taken();
    return done;
  }

  async reopen(conv: string): Promise<void> {
    if (await this.run({ t: "reopen", conv })) this.ports.taken();
  }

  /** `name` is whom the talk was with: the way back may be taken from another talk. */
  async resolve(conv: string, name: string): Promise<void> {
    this.ports.holding.release(conv);
    const state = this.ports.talk.view.peek()?.state;
    const unanswered = state?.conv === conv && state.waiting !== null;
    const outcome = await this.ask({ t: "resolve", conv });
    if (outcome?.ok === false && outcome.error.code === "closing_needed") asked.value = { kind: "close", conv };
    else if (outcome && this.told(outcome)) toast(say(unanswered ? "act.resolvedWaiting" : "act.resolved", { name }), { undo: () => void this.reopen(conv) });
  }

  /** `lead`: also out of a colleague's hands; `force`: also above a limit. */
  async transfer(conv: string, to: To, { reason, note, lead, force }: { reason: string; note: string; lead: boolean; force: boolean }): Promise<boolean> {
    this.ports.holding.release(conv);
    const done = await this.run({
      t: "transfer", conv, to: to.kind === "colleague" ? to.one.id : null, reason, ...(note ? { note } : {}), ...(lead ? { lead } : {}), ...(force ? { force } : {}),
      ...(to.kind === "team" ? { team: to.one.id } : to.kind === "everybody" ? { team: null } : {}),
    });
    if (done) toast("one" in to ? say("act.handedTo", { name: to.one.name }) : say("act.toQueue"));
    return done;
  }

  /** Sends what stands in the box; the box is empty from now on, the words stand in the log as an echo. `now`: they cannot be called back. */
  speak(conv: string, mode: Mode, takes: boolean, tray: Tray, now = false): void {
    const { drafts, outbox } = this.ports;
    const draft = drafts.of(conv);
    const text = draft[mode].trim();
    if (mode === "note") {
      const to = this.ports.to();
      if (text) outbox.submit({ t: "note", conv, text, ...(to === null ? {} : { to }) }, this.top());
      return drafts.change(conv, { note: "" });
    }
    const attached = tray.pieces.peek().some((piece) => piece.state === "done");
    if (!text && !attached) return;
    const files = attached ? tray.spend() : [];
    drafts.change(conv, NO_REPLY);
    drafts.flush(conv);
    const { quote } = draft;
    const command: Send = { t: "send", conv, text, ...(files.length > 0 ? { files: files.map((file) => file.id) } : {}), ...(quote ? { quote } : {}) };
    const back = { ...draft, files };
    const ms = now ? 0 : this.ports.undoMs();
    if (takes || this.taking.has(conv)) void this.takeThen(conv, command, back, ms);
    else this.post(command, back, ms);
  }

  /** The words go behind the take; when a colleague was faster they come back into the box. */
  private async takeThen(conv: string, command: Send, back: Draft, ms: number): Promise<void> {
    const take = this.take(conv);
    const id = this.post(command, back, ms);
    if (await take) return;
    const { holding, drafts, outbox } = this.ports;
    const sent = holding.undo(conv, id) === null ? this.sent.get(id) : undefined;
    if ((await sent?.done)?.ok) return;
    if (sent) outbox.remove(sent.cid);
    drafts.giveBack(conv, "reply", command.text);
  }

  private post(command: Send, back: Draft, ms: number): string {
    const { holding, outbox, talk } = this.ports;
    const before = holding.words.peek().some((held) => held.command.conv === command.conv);
    if (ms > 0 || before) return holding.hold(command, this.top(), ms, back);
    const sent = outbox.submit({ ...command, seen: talk.seen() }, this.top());
    this.went(command, back, sent.cid, sent);
    return sent.cid;
  }

  /** A reply has left the box for good. */
  went(command: Send, back: Draft, id: string, sent: Sent): void {
    this.sent.set(id, sent);
    void sent.done.finally(() => setTimeout(() => this.sent.delete(id), 0));
    this.ports.said(command, back, sent.done);
  }

  /** A reply that was said just now comes back into the box with everything that it had. */
  undo(conv: string, tray: Tray, id?: string): boolean {
    const { holding, drafts } = this.ports;
    const held = holding.undo(conv, id);
    if (held === null) return false;
    const { reply, files = [] } = held.back;
    const now = drafts.of(conv);
    const fresh = !now.reply.trim() && !now.quote;
    if (fresh) drafts.change(conv, { ...held.back, note: now.note, mode: "reply" });
    else drafts.giveBack(conv, "reply", reply ?? held.command.text);
    tray.put([...tray.pieces.peek().flatMap((piece) => piece.ref ?? []), ...files]);
    return true;
  }

  /** Sends a form with these words above it. */
  async sendForm(conv: string, text: string, form: AskForm, takeFirst: boolean): Promise<void> {
    if (takeFirst && !(await this.take(conv))) return;
    this.ports.outbox.submit({ t: "send", conv, text, form }, this.top());
  }

  /** A failed word goes out again; a stale one with what stands there now: the operator has seen what came between. */
  again(word: Pending): void {
    const { outbox, talk } = this.ports;
    if (word.command.t !== "send" || word.code !== "stale") return outbox.again(word.cid);
    const { seen: _, ...anyway } = word.command;
    outbox.remove(word.cid);
    outbox.submit(anyway.conv === talk.conv.peek() ? { ...anyway, seen: talk.seen() } : anyway, this.top());
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

  /** Says a command; false when it was refused (which is told), or is on its way already. */
  async run(command: Command): Promise<boolean> {
    const outcome = await this.ask(command);
    return outcome !== null && this.told(outcome);
  }

  private async ask(command: Command): Promise<Outcome | null> {
    const key = `${command.t} ${"conv" in command ? command.conv : ""}`;
    if (this.running.has(key)) return null;
    this.running.add(key);
    this.busy.value = new Set(this.busy.value).add(command.t);
    const outcome = await this.ports.outbox.submit(command, this.top()).done;
    this.running.delete(key);
    if (![...this.running].some((one) => one.startsWith(`${command.t} `))) this.busy.value = new Set([...this.busy.value].filter((one) => one !== command.t));
    return outcome;
  }

  private told(outcome: Outcome): boolean {
    if (!outcome.ok) toast(errorSentence(outcome.error, say, this.ports.me), { tone: "late" });
    return outcome.ok;
  }

  private top(): number {
    return this.ports.talk.view.peek()?.top ?? 0;
  }
}
