import { signal } from "@preact/signals";
import type { Outcome } from "../../core/outbox.ts";
import type { Command, ErrorFrame, Row } from "../../core/protocol.ts";
import { errorSentence } from "../model/errors.ts";
import { nameOf } from "../screens/names.ts";
import { asked } from "../state/dialogs.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { words, type ListWord } from "./say.ts";

export const BULK_ACTS = ["take", "transfer", "resolve", "snooze", "tags"] as const;
export type BulkAct = (typeof BULK_ACTS)[number];

/** What became of one talk that it could not be done with. */
export interface Refused { conv: string; name: string; why: string }
export interface Result { act: BulkAct; done: number; refused: readonly Refused[] }

interface Ports {
  /** Says a command; its outcome is nobody's to tell but ours. */
  say(command: Command): Promise<Outcome>;
  rows(): readonly Row[];
  /** A reply that can still be called back goes first. */
  release(conv: string): void;
  /** The newest public number before the operator's eyes; undefined: the talk is not open here. */
  seen(conv: string): number | undefined;
  clear(): void;
  /** The number of an operator who may hand on what colleagues hold; null: she may not. */
  leads: number | null;
}

/** Why it could not be done, in one sentence about this talk. */
function whyOf(error: ErrorFrame): string {
  const by = typeof error.by === "string" ? error.by : (error.by?.name ?? "");
  if (error.code === "not_holder" || error.code === "taken") return by ? words("why.held", { name: by }) : words("why.take");
  return errorSentence(error, say);
}

type Make = (row: Row) => Command | null;

/** One act on several talks: each talk gets its own command, the same as if it were done with alone, and its own answer. */
export class Bulk {
  /** How many answers are still on their way. */
  readonly left = signal(0);
  private readonly ports: Ports;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  take(convs: readonly string[]): Promise<void> {
    return this.all("take", convs, ({ conv }) => ({ t: "take", conv }));
  }

  /** `team`: to the queue of that team (null: of everybody); undefined: it stays with its team. */
  transfer(convs: readonly string[], to: number | null, reason: string, team?: number | null): Promise<void> {
    const { leads } = this.ports;
    const lead = ({ holder }: Row) => (leads !== null && holder.kind === "operator" && holder.id !== leads ? { lead: true } : {});
    return this.all("transfer", convs, (row) => ({ t: "transfer", conv: row.conv, to, reason, ...(team === undefined ? {} : { team }), ...lead(row) }));
  }

  /** `closed`: what each talk's site wants to be told. */
  resolve(convs: readonly string[], reason: string, closed: (conv: string) => { topic?: string; fields?: Record<string, string> }): Promise<void> {
    const back: Make = ({ conv }) => ({ t: "reopen", conv });
    return this.all("resolve", convs, ({ conv }) => ({ t: "resolve", conv, ...(reason ? { reason } : {}), ...closed(conv) }), back);
  }

  snooze(convs: readonly string[], until: number): Promise<void> {
    const make: Make = ({ conv }) => {
      const seen = this.ports.seen(conv);
      return { t: "snooze", conv, until, ...(seen === undefined ? {} : { seen }) };
    };
    return this.all("snooze", convs, make, ({ conv }) => ({ t: "wake", conv }));
  }

  /** A talk that has these tags already is done with. */
  tags(convs: readonly string[], add: readonly string[], remove: readonly string[]): Promise<void> {
    const change = (on: readonly string[], off: readonly string[]): Make => ({ conv, tags = [] }) => {
      const [more, less] = [on.filter((tag) => !tags.includes(tag)), off.filter((tag) => tags.includes(tag))];
      return more.length + less.length === 0 ? null : { t: "tag", conv, add: more, remove: less };
    };
    const before = new Map(this.ports.rows().map((row) => [row.conv, row]));
    const back: Make = (row) => {
      const was = before.get(row.conv)?.tags ?? [];
      return change(was.filter((tag) => remove.includes(tag)), add.filter((tag) => !was.includes(tag)))({ ...row, tags: [...was.filter((tag) => !remove.includes(tag)), ...add] });
    };
    return this.all("tags", convs, change(add, remove), back);
  }

  private async all(act: BulkAct, convs: readonly string[], make: Make, back?: Make): Promise<void> {
    const known = new Map(this.ports.rows().map((row) => [row.conv, row]));
    const rows = convs.flatMap((conv) => known.get(conv) ?? []);
    const [refused, done] = await this.say(rows, make);
    const lost = convs.filter((conv) => !known.has(conv)).map((conv) => ({ conv, name: words("bulk.gone"), why: words("bulk.goneWhy") }));
    this.ports.clear();
    this.tell({ act, done: done.length, refused: [...refused, ...lost] }, back && done.length > 0 ? () => void this.undo(act, done, back) : undefined);
  }

  private async say(rows: readonly Row[], make: Make): Promise<[Refused[], Row[]]> {
    this.left.value += rows.length;
    const refused: Refused[] = [];
    const done: Row[] = [];
    await Promise.all(rows.map(async (row) => {
      const command = make(row);
      if (command !== null && command.t !== "tag") this.ports.release(row.conv);
      const outcome = command === null ? null : await this.ports.say(command);
      this.left.value -= 1;
      if (outcome === null || outcome.ok) done.push(row);
      else refused.push({ conv: row.conv, name: nameOf(row), why: whyOf(outcome.error) });
    }));
    return [refused, done];
  }

  private async undo(act: BulkAct, rows: readonly Row[], back: Make): Promise<void> {
    const [refused, done] = await this.say(rows, back);
    if (refused.length > 0) asked.value = { kind: "bulkDone", result: { act, done: done.length, refused }, undo: true };
    else toast(words("bulk.undone", { count: done.length }));
  }

  /** Everything went well: one line with the way back. Else each talk that it could not be done with is named. */
  private tell(result: Result, undo?: () => void): void {
    if (result.done > 0) toast(words(`done.${result.act}` as ListWord, { count: result.done }), undo ? { undo } : {});
    if (result.refused.length > 0) asked.value = { kind: "bulkDone", result, undo: false };
  }
}
