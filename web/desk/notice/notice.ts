import { effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import type { Row } from "../../core/protocol.ts";
import { guarded } from "../../core/storage.ts";
import { toast } from "../state/toasts.ts";
import { showBadge } from "./badge.ts";
import { watchLooking } from "./looking.ts";
import { calling, freshIn, isQuiet, soundsAgain, type NoticeRules } from "./rules.ts";
import { play } from "./sound.ts";
import { words } from "./words.ts";

interface Ports {
  me: number;
  /** Of whoever answers no chats only what is theirs calls. */
  answers: boolean;
  rows: ReadonlySignal<{ open: ReadonlyMap<string, Row> }>;
  known: ReadonlySignal<boolean>;
  rules(): NoticeRules;
  name(row: Row): string;
  /** The talk that stands before the operator's eyes, if any. */
  before(): string | null;
  open(conv: string): void;
}

const TICK = 1000;
const ONE = "pult.notice";
const keep = guarded();

/** Sounds on this device; off by one key, whatever the rules say. */
export const muted = signal(keep.get("pult.muted") === "yes");

export function toggleSound(): void {
  muted.value = !muted.value;
  keep.set("pult.muted", muted.value ? "yes" : "no");
  toast(words(muted.value ? "muted" : "unmuted"), { undo: toggleSound });
}

/** Calls the operator: by sound until there is an answer, by a note of the system, by a number on the icon. Of several windows of one
 * browser one does it. */
export class Notice {
  private readonly ports: Ports;
  private readonly stops: (() => void)[];
  private known: Map<string, number> | null = null;
  private lead = false;
  private last = 0;

  constructor(ports: Ports) {
    this.ports = ports;
    const timer = setInterval(() => this.tick(), TICK);
    const release = this.takeLead();
    this.stops = [effect(() => this.look()), () => clearInterval(timer), release, () => showBadge(0), watchLooking(ports.open)];
  }

  stop(): void {
    this.stops.forEach((stop) => stop());
  }

  /** One window of the browser calls; when it is closed the next one does. */
  private takeLead(): () => void {
    if (!navigator.locks) {
      this.lead = true;
      return () => undefined;
    }
    const end = new AbortController();
    void navigator.locks.request(ONE, { signal: end.signal }, () => {
      this.lead = true;
      return new Promise<void>((done) => end.signal.addEventListener("abort", () => done()));
    }).catch(() => undefined);
    return () => end.abort();
  }

  private look(): void {
    const rows = [...this.ports.rows.value.open.values()];
    if (!this.ports.known.value) return;
    untracked(() => {
      const rules = this.ports.rules();
      const waiting = this.calling(rows, rules);
      showBadge(waiting.length);
      // Whoever comes in the morning is not called for everything at once: what waits already sounds as «again».
      const fresh = this.known === null ? [] : freshIn(waiting, this.known);
      this.known = new Map(rows.map((row) => [row.conv, row.last]));
      const unseen = fresh.filter((row) => !this.isLookedAt(row.conv));
      if (unseen.length > 0) this.call(unseen, rules);
    });
  }

  private calling(rows: Iterable<Row>, rules: NoticeRules): Row[] {
    return calling(rows, this.ports.me, this.ports.answers ? rules.scope : "mine");
  }

  private call(fresh: readonly Row[], rules: NoticeRules): void {
    if (!this.lead || isQuiet(rules.quiet, new Date())) return;
    this.sound(rules);
    if (!document.hasFocus()) for (const row of fresh) this.show(row, rules);
  }

  private tick(): void {
    const rules = this.ports.rules();
    const waiting = this.calling(this.ports.rows.peek().open.values(), rules).filter((row) => !this.isLookedAt(row.conv));
    if (this.lead && soundsAgain(rules, waiting.length, Date.now() - this.last) && !isQuiet(rules.quiet, new Date())) this.sound(rules);
  }

  private sound(rules: NoticeRules): void {
    this.last = Date.now();
    if (!muted.peek()) void play(rules.sound);
  }

  private isLookedAt(conv: string): boolean {
    return this.ports.before() === conv && document.visibilityState === "visible" && document.hasFocus();
  }

  private show(row: Row, rules: NoticeRules): void {
    if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
    const text = rules.words && row.text ? row.text : words("note.hidden");
    const note = new Notification(this.ports.name(row), { body: text, tag: `pult-${row.conv}`, silent: true });
    note.onclick = () => {
      note.close();
      focus();
      this.ports.open(row.conv);
    };
  }
}
