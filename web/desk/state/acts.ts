import { signal } from "@preact/signals";
import type { Item } from "../../core/item.ts";
import type { Outbox, Outcome, Pending } from "../../core/outbox.ts";
import type { Command } from "../../core/protocol.ts";
import { errorSentence } from "../model/errors.ts";
import type { Drafts, Mode } from "./drafts.ts";
import { say } from "./settings.ts";
import type { Talk } from "./talk.ts";
import { toast } from "./toasts.ts";

interface Ports {
  /** a talk has become mine */
  taken(): void;
  outbox: Outbox;
  drafts: Drafts;
  talk: Talk;
  me: number;
}

/** What an operator can do with a talk; each is one command, its refusal is told in plain words. */
export function createActs({ taken, outbox, drafts, talk, me }: Ports) {
  const busy = signal<ReadonlySet<Command["t"]>>(new Set());
  const top = (): number => talk.view.value?.top ?? 0;

  async function run(command: Command): Promise<boolean> {
    if (busy.value.has(command.t)) return false;
    busy.value = new Set(busy.value).add(command.t);
    const outcome = await outbox.submit(command, top()).done;
    busy.value = new Set([...busy.value].filter((one) => one !== command.t));
    return told(outcome);
  }

  function told(outcome: Outcome): boolean {
    if (!outcome.ok) toast(errorSentence(outcome.error, say), { tone: "late" });
    return outcome.ok;
  }

  async function take(conv: string): Promise<boolean> {
    const done = await run({ t: "take", conv });
    if (done) taken();
    return done;
  }

  async function reopen(conv: string): Promise<void> {
    if (await run({ t: "reopen", conv })) taken();
  }

  /** `name` is whom the talk was with: the way back may be taken from another talk. */
  async function resolve(conv: string, name: string): Promise<void> {
    if (await run({ t: "resolve", conv })) toast(say("act.resolved", { name }), { undo: () => void reopen(conv) });
  }

  async function transfer(conv: string, to: { id: number; name: string } | null, reason: string): Promise<boolean> {
    const done = await run({ t: "transfer", conv, to: to?.id ?? null, reason });
    if (done) toast(to ? say("act.handedTo", { name: to.name }) : say("act.toQueue"));
    return done;
  }

  /** Sends what stands in the box; the box is empty from now on, the words stand in the log as an echo. */
  async function speak(conv: string, mode: Mode, takeFirst: boolean): Promise<void> {
    const text = drafts.of(conv)[mode].trim();
    if (!text) return;
    if (takeFirst && !(await take(conv))) return;
    drafts.change(conv, { [mode]: "" });
    if (mode === "note") outbox.submit({ t: "note", conv, text }, top());
    else outbox.submit(takeFirst || speaking(conv) ? { t: "send", conv, text } : { t: "send", conv, text, seen: talk.seen() }, top());
  }

  /** Own words on their way raise the public number themselves: a `seen` from before them would call the next word stale. */
  function speaking(conv: string): boolean {
    return outbox.pending().some((word) => word.command.t === "send" && word.command.conv === conv && word.state !== "failed");
  }

  /** A failed word goes out again; a stale one without `seen`: the operator has seen what came between. */
  function again(word: Pending): void {
    if (word.command.t !== "send" || word.code !== "stale") return outbox.again(word.cid);
    const { seen: _, ...anyway } = word.command;
    outbox.remove(word.cid);
    outbox.submit(anyway, top());
  }

  function giveBack(word: Pending): void {
    const { command } = word;
    if ((command.t !== "send" && command.t !== "note") || !command.conv) return;
    drafts.giveBack(command.conv, command.t === "note" ? "note" : "reply", command.text);
    outbox.remove(word.cid);
  }

  async function edit(conv: string, item: Item, text: string): Promise<void> {
    const word = outbox.submit({ t: "edit", conv, n: item.n, text }, top());
    // a refused edit must not wait for ever in the outbox: the old text stands, the refusal is told
    if (!told(await word.done)) outbox.remove(word.cid);
  }

  return {
    busy, take, reopen, resolve, transfer, speak, again, giveBack, edit,
    erase: (conv: string, item: Item): void => void run({ t: "erase", conv, n: item.n }),
    /** Only what this operator said and what still stands may be changed. */
    mayChange: (item: Item): boolean => item.fact === null && !item.erased && item.by.kind === "operator" && item.by.id === me,
  };
}

export type Acts = ReturnType<typeof createActs>;
