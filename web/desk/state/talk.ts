import { signal } from "@preact/signals";
import { apply, mark, older, viewOf, type DeskView } from "../../core/fold.ts";
import type { Line } from "../../core/line.ts";
import type { Outbox } from "../../core/outbox.ts";
import { streamOf, type Contact, type DeskState, type Entry, type Marks, type SnapFrame } from "../../core/protocol.ts";
import { Apart } from "./apart.ts";
import { say } from "./settings.ts";
import type { List } from "./list.ts";

/** So many lines above the window are paged through; what stands further above is read by itself. */
const NEAR = 150;

export type TalkState = "none" | "opening" | "open" | "gone";

interface Ports {
  me: number;
  line: Line;
  outbox: Outbox;
  list: List;
  /** somebody outside has said this just now, in the open talk */
  heard(name: string | null, text: string): void;
}

/** The one talk on the screen: its view, its older pages, what of it has been read. */
export class Talk {
  readonly conv = signal<string | null>(null);
  readonly view = signal<DeskView | null>(null);
  readonly state = signal<TalkState>("none");
  readonly paging = signal(false);
  /** The first line from outside that came while this operator was not looking; stays where it is while the talk is open. */
  readonly unread = signal<number | null>(null);
  /** Lines far above, read by themselves. */
  readonly apart = new Apart();
  /** The line that is to be brought before somebody's eyes. */
  readonly aim = signal<number | null>(null);
  private readonly ports: Ports;
  private wanted: { conv: string; n: number } | null = null;
  private newest = 0;
  private other = 0;
  private read = 0;
  private waits: (() => void)[] = [];

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Follows another talk, or none. */
  show(next: string | null): void {
    const { line } = this.ports;
    if (next === this.conv.peek()) return;
    if (this.conv.peek() !== null) line.unfollow(streamOf(this.conv.peek() ?? ""));
    this.conv.value = next;
    this.view.value = null;
    this.paging.value = false;
    this.unread.value = null;
    this.apart.leave();
    this.aim.value = null;
    this.newest = this.other = this.read = 0;
    this.state.value = next === null ? "none" : "opening";
    if (next === null) return;
    line.follow(streamOf(next), {
      snap: (frame) => this.begin(next, frame as SnapFrame<DeskState>),
      entries: (fresh) => this.grow(next, fresh),
      gone: () => void (this.state.value = "gone"),
      page: (entries, first) => this.put(entries, first),
      marks: (marks) => this.mark(marks),
      contact: (contact) => this.meet(contact),
    });
  }

  /** The newest public number that came, twins of facts included: what `seen` says. */
  seen(): number {
    return this.newest;
  }

  /** The newest public number by somebody else. */
  others(): number {
    return this.other;
  }

  /** Asks for the page before the window; once at a time. */
  readonly more = (): void => {
    const now = this.view.peek();
    const conv = this.conv.peek();
    if (now === null || conv === null || now.first <= 1 || this.paging.peek()) return;
    this.paging.value = this.ports.line.send({ t: "fetch", id: streamOf(conv), before: now.first });
  };

  /** Pages back until line `n` is in the window; as far as the line to the server holds. */
  async reach(n: number): Promise<void> {
    while ((this.view.peek()?.first ?? 0) > Math.max(n, 1)) {
      const came = new Promise<void>((resolve) => void this.waits.push(resolve));
      this.more();
      if (!this.paging.peek()) return;
      const before = this.view.peek()?.first;
      await came;
      if (this.view.peek()?.first === before) return;
    }
  }

  /** Shows line `n` of a talk as soon as that talk is open; lines far above are read by themselves. */
  goTo(conv: string, n: number): void {
    this.wanted = { conv, n };
    if (this.conv.peek() === conv && this.state.peek() === "open") void this.arrive();
  }

  private async arrive(): Promise<void> {
    const now = this.view.peek();
    if (now === null || this.wanted?.conv !== now.state.conv) return;
    const { n } = this.wanted;
    this.wanted = null;
    const apart = this.apart.view.peek();
    const there = n >= now.first ? now : apart !== null && n >= apart.first && n <= apart.top ? apart : null;
    if (there === now) this.apart.leave();
    else if (there === null && (now.first - n > NEAR || apart !== null)) await this.apart.show(now.state, n);
    else if (there === null) await this.reach(n);
    if (this.view.peek()?.state.conv === now.state.conv) this.aim.value = n;
  }

  /** Further down in lines that were read by themselves. */
  readonly newer = async (): Promise<void> => {
    const live = this.view.peek();
    const whole = live === null ? null : await this.apart.newer(live);
    if (whole !== null && this.view.peek() === live) this.view.value = whole;
    else if (whole !== null) this.apart.leave();
  };

  /** Back to the end of the log; false: no talk is open. */
  toNewest(): boolean {
    if (this.state.peek() !== "open") return false;
    if (this.apart.view.peek() !== null) this.apart.leave();
    else document.querySelector<HTMLElement>("[data-testid=to-end]")?.click();
    return true;
  }

  /** The line was cut: what was asked for will not come. */
  cut(): void {
    this.paging.value = false;
    this.paged();
  }

  private paged(): void {
    for (const go of this.waits.splice(0)) go();
  }

  /** Says that a person has the end of the talk before their eyes; silent when it is known. */
  looked(): void {
    const { line, list } = this.ports;
    const now = this.view.peek();
    const conv = this.conv.peek();
    if (now === null || conv === null || now.top <= this.read) return;
    if (!line.send({ t: "read", conv, n: now.top })) return;
    this.read = now.top;
    list.read(conv, now.top);
  }

  private begin(conv: string, frame: SnapFrame<DeskState>): void {
    this.newest = this.other = 0;
    this.see(frame.entries);
    this.paging.value = false;
    this.view.value = viewOf("desk", frame);
    this.state.value = "open";
    const mark = this.ports.list.rows.peek().open.get(conv)?.read ?? 0;
    const fresh = frame.entries.find((entry) => entry.n > mark && entry.kind === "message" && entry.by.kind === "contact");
    if (this.unread.peek() === null && mark > 0) this.unread.value = fresh?.n ?? null;
    this.ports.outbox.settle(conv, frame.top);
    void this.arrive();
    if (frame.entries.some((entry) => entry.by.kind === "contact")) this.ports.line.send({ t: "got", conv, n: frame.top });
  }

  private grow(conv: string, fresh: Entry[]): void {
    const { outbox, list, heard } = this.ports;
    const before = this.view.peek();
    if (before === null) return;
    this.see(fresh);
    const now = fresh.reduce((view, entry) => apply(view, entry), before);
    this.view.value = now;
    outbox.settle(conv, now.top);
    const last = fresh.findLast((entry) => entry.kind === "message" && entry.by.kind === "contact");
    if (last === undefined) return;
    list.said(conv);
    if (last.text === "" && last.files?.length) heard(now.state.contact.name, say("file.some", { count: last.files.length }));
    else if (last.text) heard(now.state.contact.name, last.text);
  }

  private see(entries: readonly Entry[]): void {
    for (const { p, by } of entries) {
      this.newest = Math.max(this.newest, p ?? 0);
      if (by.kind !== "operator" || by.id !== this.ports.me) this.other = Math.max(this.other, p ?? 0);
    }
  }

  private put(entries: Entry[], first: number): void {
    this.paging.value = false;
    const now = this.view.peek();
    if (now !== null) this.view.value = older(now, entries, first);
    this.paged();
  }

  private meet(contact: Contact): void {
    const now = this.view.peek();
    if (now !== null) this.view.value = { ...now, state: { ...now.state, contact } };
  }

  private mark(marks: Partial<Marks>): void {
    const now = this.view.peek();
    if (now !== null) this.view.value = mark(now, marks);
  }
}
