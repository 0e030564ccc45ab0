import { signal } from "@preact/signals";
import type { FloorPerson, FloorTalk } from "../../core/protocol-floor.ts";
import { errorSentence } from "../model/errors.ts";
import type { Desk } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { talkName, words } from "./say.ts";

/** Where a talk can be dropped: a person, or the queue of a team (0: of everybody). */
export type Target = { kind: "person"; id: number } | { kind: "team"; id: number };
export interface Grab { talk: FloorTalk; by: "pointer" | "keys"; over: Target | null; x: number; y: number }

export const nameOfTarget = (target: Target): string => `${target.kind} ${target.id}`;
export const isOver = (grab: Grab | null, target: Target): boolean => grab?.over != null && nameOfTarget(grab.over) === nameOfTarget(target);

/** Where a talk lies already. */
export const isHome = (talk: FloorTalk, target: Target): boolean => (target.kind === "person" ? talk.holder === target.id : talk.holder === undefined && !talk.bot && (talk.team ?? 0) === target.id);

/** Talks that are taken in hand and put down elsewhere, by pointer or by keys. */
export class Moving {
  readonly grab = signal<Grab | null>(null);
  /** What is told to whoever does not see it. */
  readonly told = signal("");
  private readonly desk: Desk;
  private readonly name: (target: Target) => string;

  constructor(desk: Desk, name: (target: Target) => string) {
    this.desk = desk;
    this.name = name;
  }

  start(talk: FloorTalk, by: Grab["by"], x = 0, y = 0): void {
    this.grab.value = { talk, by, over: null, x, y };
    if (by === "keys") this.told.value = words("move.grabbed", { name: talkName(talk) });
  }

  over(target: Target | null, x = 0, y = 0): void {
    const grab = this.grab.peek();
    if (grab === null) return;
    const changed = target !== null && !isOver(grab, target);
    this.grab.value = { ...grab, over: target, x, y };
    if (changed && grab.by === "keys") this.told.value = this.name(target);
  }

  /** The next of these by an arrow key. */
  step(targets: readonly Target[], by: 1 | -1): void {
    const grab = this.grab.peek();
    const others = grab ? targets.filter((one) => !isHome(grab.talk, one)) : [];
    if (grab === null || others.length === 0) return;
    const at = others.findIndex((one) => isOver(grab, one));
    const next = others[at < 0 ? (by > 0 ? 0 : others.length - 1) : (at + by + others.length) % others.length];
    if (next) this.over(next);
  }

  cancel(): void {
    if (this.grab.peek()?.by === "keys") this.told.value = words("move.cancelled");
    this.grab.value = null;
  }

  async drop(): Promise<void> {
    const grab = this.grab.peek();
    this.grab.value = null;
    if (grab?.over == null || isHome(grab.talk, grab.over)) return;
    await this.move(grab.talk, grab.over, false);
  }

  /** One command: the talk as it was seen goes there. Whoever was slower hears who was faster. */
  async move(talk: FloorTalk, to: Target, force: boolean): Promise<void> {
    const { conv } = talk;
    const was = talk.holder ?? null;
    const where = to.kind === "person" ? { to: to.id } : { to: null, team: to.id === 0 ? null : to.id };
    const outcome = await this.desk.outbox.submit({ t: "transfer", conv, ...where, reason: "", lead: true, force, was }, 0).done;
    if (outcome.ok) {
      this.told.value = words("move.done", { name: talkName(talk), where: this.name(to) });
      return toast(this.told.peek(), { undo: () => void this.back(talk, to) });
    }
    if (outcome.error.code === "at_limit" && !force) {
      return toast(words("move.full", { name: this.name(to) }), { tone: "late", undo: () => void this.move(talk, to, true), label: words("move.force") });
    }
    toast(errorSentence(outcome.error, say, this.desk.me.id), { tone: "late" });
  }

  private async back(talk: FloorTalk, from: Target): Promise<void> {
    const moved: FloorTalk = { ...talk };
    delete moved.holder;
    if (from.kind === "person") moved.holder = from.id;
    await this.move(moved, talk.holder === undefined ? { kind: "team", id: talk.team ?? 0 } : { kind: "person", id: talk.holder }, true);
  }
}

/** Everything a talk can be dropped on, in the order in which it stands on the screen. */
export const targetsOf = (people: readonly FloorPerson[], teams: readonly number[]): Target[] => [
  ...people.filter((one) => one.line).map((one): Target => ({ kind: "person", id: one.id })), ...teams.map((id): Target => ({ kind: "team", id })),
];
