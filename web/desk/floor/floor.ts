import { signal } from "@preact/signals";
import type { FloorTalk } from "../../core/protocol-floor.ts";
import { play } from "../notice/sound.ts";
import { muted } from "../notice/notice.ts";
import { ask, field } from "../state/api.ts";
import type { Desk } from "../state/desk.ts";
import { listenFloor } from "../state/floor.ts";
import { toast } from "../state/toasts.ts";
import { crossed, fresh, keepRules, keptRules, type Alert, type AlertRules } from "./alerts.ts";
import { EMPTY, fold, type Board } from "./model.ts";
import { alertText } from "./say.ts";

/** The board while it is open: followed, folded, and its alerts told. */
export class Floor {
  readonly board = signal<Board>(EMPTY);
  /** The server shows no floor to this operator. */
  readonly refused = signal(false);
  readonly rules = signal<AlertRules>(keptRules());
  private readonly desk: Desk;
  private told: ReadonlySet<string> | null = null;
  private readonly stops: (() => void)[];

  constructor(desk: Desk) {
    this.desk = desk;
    const timer = setInterval(() => this.look(), 1000);
    this.stops = [listenFloor((frame) => void (this.board.value = fold(this.board.peek(), frame))), () => clearInterval(timer), () => desk.line.unfollow("floor")];
    desk.line.follow("floor", { gone: () => void (this.refused.value = true) });
  }

  stop(): void {
    this.stops.forEach((stop) => stop());
  }

  /** The next part of a long queue. */
  async more(): Promise<void> {
    const { next } = this.board.peek();
    if (next === null) return;
    const answer = await ask("GET", `/api/floor/queue?after=${next.join(",")}`).catch(() => null);
    if (answer?.status !== 200 || this.board.peek().next !== next) return;
    const talks = field(answer.body, "talks") as FloorTalk[];
    this.board.value = fold(this.board.peek(), { t: "floor", talks, next: field(answer.body, "next") as Board["next"] });
  }

  setRules(rules: AlertRules): void {
    keepRules(rules);
    this.rules.value = rules;
    this.told = null;
  }

  private look(): void {
    const board = this.board.peek();
    if (!board.known) return;
    const now = crossed(board, this.rules.peek(), this.desk.now.peek());
    const news = fresh(now, this.told);
    this.told = new Set(now.keys());
    if (news.length > 0) this.call(news);
  }

  private call(news: readonly Alert[]): void {
    for (const one of news.slice(0, 3)) toast(alertText(one), { tone: "late" });
    if (!muted.peek()) void play(this.rules.peek().sound);
    const [first] = news;
    if (first && document.hidden && typeof Notification !== "undefined" && Notification.permission === "granted") {
      new Notification(alertText(first), { tag: "pult-floor", silent: true });
    }
  }
}
