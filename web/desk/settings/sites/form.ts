import { batch, computed, signal } from "@preact/signals";
import { toast } from "../../state/toasts.ts";
import type { Refusal } from "../requests.ts";
import { changeSite, oneSite } from "./api.ts";
import { merged, move, read, same, write, type Pointer } from "./paths.ts";
import { say } from "./say.ts";
import { placeOf, wrongOf } from "./telling.ts";
import type { Content, Site } from "./types.ts";

export interface Wrong { at: Pointer; text: string }

const contentOf = ({ name, settings }: Content): Content => ({ name, settings });

/** One site while it is being changed: as the server has it, as it shall be, and what stands between the two. */
export class SiteForm {
  readonly key: string;
  readonly base;
  readonly draft;
  /** The field that the server refused. */
  readonly wrong = signal<Wrong | null>(null);
  readonly busy = signal(false);
  /** What somebody else has made of it meanwhile. */
  readonly clash = signal<Site | null>(null);
  readonly dirty = computed(() => !same(contentOf(this.base.value), this.draft.value));
  /** Counts what replaced the draft from outside, so that fields with a text of their own look again. */
  readonly renewed = signal(0);

  constructor(site: Site) {
    this.key = site.key;
    this.base = signal(site);
    this.draft = signal<Content>(contentOf(site));
  }

  at(pointer: Pointer): unknown {
    return read(this.draft.value, pointer);
  }

  /** undefined takes it away. */
  set(pointer: Pointer, value: unknown): void {
    this.draft.value = write(this.draft.peek(), pointer, value);
    const wrong = this.wrong.peek();
    if (wrong && (wrong.at.startsWith(pointer) || pointer.startsWith(wrong.at))) this.wrong.value = null;
  }

  move(list: Pointer, from: number, to: number): void {
    this.draft.value = move(this.draft.peek(), list, from, to);
    this.wrong.value = null;
  }

  discard(): void {
    this.show(contentOf(this.base.peek()));
  }

  /** True when it stands on the server now; else `wrong` or `clash` says why not. */
  async save(): Promise<boolean> {
    if (this.busy.peek()) return false;
    if (!this.dirty.peek()) return true;
    return this.put(this.draft.peek(), this.base.peek().etag);
  }

  /** My changes on top of theirs. */
  async keepMine(): Promise<boolean> {
    const theirs = this.clash.peek();
    if (theirs === null) return false;
    const whole = merged(contentOf(this.base.peek()), this.draft.peek(), contentOf(theirs));
    this.clash.value = null;
    this.base.value = theirs;
    this.show(whole);
    return this.put(whole, theirs.etag);
  }

  takeTheirs(): void {
    const theirs = this.clash.peek();
    if (theirs === null) return;
    this.clash.value = null;
    this.base.value = theirs;
    this.discard();
  }

  private async put(content: Content, etag: string): Promise<boolean> {
    const before = this.base.peek();
    this.busy.value = true;
    this.wrong.value = null;
    const answer = await changeSite(this.key, content, etag);
    if (!answer.ok) await this.refused(answer.refusal);
    this.busy.value = false;
    if (!answer.ok) return false;
    this.base.value = { ...before, ...answer.body };
    // What was written while the answer was on its way stays.
    if (this.draft.peek() === content) this.show(contentOf(answer.body));
    toast(say("site.saved"), { undo: () => void this.undo(contentOf(before)) });
    return true;
  }

  private async undo(before: Content): Promise<void> {
    const now = this.base.peek();
    const answer = await changeSite(this.key, before, now.etag);
    if (!answer.ok) return toast(say(answer.refusal.status === 412 ? "site.undoLate" : "site.failed"), { tone: "late" });
    const untouched = !this.dirty.peek();
    this.base.value = { ...now, ...answer.body };
    if (untouched) this.show(contentOf(answer.body));
    toast(say("site.undone"));
  }

  private async refused(refusal: Refusal): Promise<void> {
    if (refusal.status === 412) {
      const theirs = await oneSite(this.key);
      if (theirs.ok) return void (this.clash.value = theirs.body);
    }
    if (refusal.status === 422) return void (this.wrong.value = { at: refusal.pointer, text: wrongOf(refusal) });
    toast(refusal.status === 404 ? say("site.gone") : refusal.status === 0 || refusal.status >= 500 ? say("site.failed")
      : say("site.refused", { where: placeOf(refusal.pointer), what: wrongOf(refusal) }), { tone: "late" });
  }

  private show(content: Content): void {
    batch(() => {
      this.draft.value = content;
      this.wrong.value = null;
      this.renewed.value++;
    });
  }
}
