import { effect, signal, untracked } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { createLine, Denied, type Line, type LineStatus } from "../../core/line.ts";
import { createOutbox, type Outbox, type Pending } from "../../core/outbox.ts";
import { createLinks, type Links } from "../../core/files.ts";
import type { DeskMe, Profile } from "../../core/protocol.ts";
import { guarded } from "../../core/storage.ts";
import { createTray, type Tray } from "../../core/tray.ts";
import { createLibrary, type Library } from "../canned/library.ts";
import { AsideActs } from "../actions/aside.ts";
import { Acts } from "./acts.ts";
import { Among } from "../among/among.ts";
import { Beside } from "../beside/beside.ts";
import { hail, tell } from "../beside/told.ts";
import { colleagues, may, ticket, type Operator } from "./api.ts";
import type { Draft } from "../model/draft.ts";
import { loadOffers } from "../offers/offers.ts";
import { createDoing, type DoingState } from "./doing.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { createLaters, type Laters } from "./later.ts";
import { List } from "./list.ts";
import { ListTools } from "../lists/tools.ts";
import { asked, editing, finding } from "./dialogs.ts";
import { muzzle, type Gate } from "./gate.ts";
import { hear } from "./hearing.ts";
import { Holding } from "./holding.ts";
import { go, place } from "./place.ts";
import { Notice } from "../notice/notice.ts";
import { nameOf } from "../screens/names.ts";
import { forgetHere } from "./here.ts";
import { createPreferences, type PreferencesState } from "./preferences.ts";
import { remoteDrafts } from "./remote.ts";
import { catchUp, welcomed } from "./self.ts";
import { keepLook, language, say } from "./settings.ts";
import { Story } from "./story.ts";
import { Talk } from "./talk.ts";
import { countCanned } from "./writing.ts";
import { toast } from "./toasts.ts";

const CREDIT = 32;
const liveUrl = (): string => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/desk`;

/** Everything behind the desk's screen for one operator: the line, the list, the open talk, what can be done. */
export class Desk {
  readonly me: Operator;
  readonly status = signal<LineStatus>("idle");
  /** the page is older than the server */
  readonly outdated = signal(false);
  readonly pending = signal<readonly Pending[]>([]);
  /** The server's clock, to the second. */
  readonly now = signal(Date.now());
  /** what a reader is told about the open talk */
  readonly heard = signal("");
  readonly line: Line;
  readonly outbox: Outbox;
  readonly list: List;
  readonly tools: ListTools;
  readonly talk: Talk;
  readonly drafts: Drafts;
  readonly holding: Holding;
  readonly preferences: PreferencesState = createPreferences();
  readonly library: Library = createLibrary();
  readonly story = new Story();
  readonly laters: Laters = createLaters();
  readonly doing: DoingState;
  /** The own account as it stands; null: as it was when this desk was opened, as far as is known (`self.ts`). */
  readonly profile = signal<Profile | null>(null);
  /** Names of the team, as far as they are known: whom an «@» may mean. */
  readonly team = signal<readonly string[]>([]);
  readonly links: Links;
  private readonly trays = new Map<string, Tray>();
  readonly acts: Acts;
  readonly aside: AsideActs;
  readonly beside: Beside;
  readonly among: Among;
  private readonly stops: (() => void)[];

  constructor(operator: Operator, gate: Gate) {
    this.me = operator;
    this.doing = createDoing(operator.doing);
    this.line = this.connect(gate);
    if (!may(operator, "talks.write")) muzzle(this.line);
    const { line } = this;
    this.outbox = createOutbox({
      line, keep: guarded(), scope: `pult.desk.${operator.id}`, credit: CREDIT, changed: (words) => void (this.pending.value = words),
    });
    const { outbox } = this;
    const calls = { rules: () => this.preferences.value.peek().notice, before: () => place.peek().conv, open: (conv: string) => go({ screen: "talk", conv }) };
    this.among = new Among({ me: operator.id, keep: guarded(), called: (room, word) => hail(room, word, calls) });
    this.beside = new Beside({ me: operator, line, told: (frame) => tell(frame, calls) });
    this.list = new List(line, { id: operator.id, teams: operator.teams.map((team) => team.id), every: may(operator, "talks.every"), answers: may(operator, "talks.write") });
    this.talk = new Talk({
      me: operator.id, line, outbox, list: this.list,
      heard: (name, text) => void (this.heard.value = say("talk.heard", { name: name ?? say("said.visitor"), text })),
    });
    const seen = (conv: string): number | undefined => (this.talk.conv.peek() === conv ? this.talk.seen() : undefined);
    this.links = createLinks((frame) => line.send(frame));
    this.drafts = createDrafts(operator.id, guarded(), remoteDrafts);
    this.drafts.arrived = (conv, draft) => this.trays.get(conv)?.put(draft.files ?? []);
    this.holding = this.hold(operator.id);
    this.acts = new Acts({
      outbox, drafts: this.drafts, holding: this.holding, talk: this.talk, me: operator.id, taken: () => this.follow(),
      to: () => this.beside.to.peek()?.id ?? null, undoMs: () => this.preferences.value.peek().undo * 1000, said: (command, draft, done) => void countCanned(this.library, command, draft, done),
    });
    this.aside = new AsideActs({
      run: (command) => this.acts.run(command), state: () => this.talk.view.peek()?.state ?? null, now: () => this.now.peek(),
      seen,
      reopen: (conv) => this.acts.reopen(conv), release: (conv) => this.holding.release(conv),
    });
    const leaving = (): void => this.leave();
    addEventListener("pagehide", leaving);
    this.tools = new ListTools({ list: this.list, outbox, release: (conv) => this.holding.release(conv), seen, leads: may(operator, "talks.lead") ? operator.id : null });
    this.stops = [
      () => removeEventListener("pagehide", leaving), () => this.tools.stop(),
      effect(() => this.turnTo(place.value.conv)),
      effect(() => void (document.title = titleOf(this.list.waiting.value))),
    ];
    const notice = new Notice({
      me: operator.id, answers: may(operator, "talks.write"), rows: this.list.rows, known: this.list.known, name: nameOf, ...calls,
    });
    const tick = setInterval(() => void (this.now.value = Date.now() + line.skew()), 1000);
    this.stops.push(() => notice.stop(), () => this.beside.stop(), this.doing.watch(), keepLook((look) => void this.preferences.change(look)), () => clearInterval(tick));
    this.list.follow();
    outbox.restore();
    this.holding.restore();
    line.start();
    void this.preferences.load();
    void colleagues(language.peek()).then((list) => void (this.team.value = list.map((one) => one.name)), () => undefined);
  }

  /** Replies that can be called back; they go as soon as the page does. */
  private hold(me: number): Holding {
    return new Holding({
      outbox: this.outbox, keep: guarded(), scope: `pult.desk.${me}`,
      // of a talk that is not before anybody's eyes nothing can be said to have been seen
      seen: (conv) => (this.talk.conv.peek() === conv && this.talk.state.peek() === "open" ? this.talk.seen() : undefined),
      went: ({ command, back, id }, sent) => this.acts.went(command, back, id, sent),
      late: ({ command, back }) => {
        this.drafts.giveBack(command.conv, "reply", back.reply || command.text);
        toast(say("held.late"), { tone: "late" });
      },
    });
  }

  /** The page or its owner goes: what waits goes first. */
  leave(): void {
    this.holding.release();
    this.drafts.flushAll();
  }

  /** Changes what stands in the box; where the talk stood when a reply was begun is written down with its first word. */
  write(conv: string, part: Partial<Draft>): void {
    const before = this.drafts.of(conv);
    const reply = part.reply ?? before.reply;
    const view = this.talk.view.peek();
    const first = before.began == null && reply.trim() !== "" && view?.state.conv === conv;
    const over = reply.trim() === "" ? { began: null, seen: null, fromNote: false, canned: null } : {};
    if (first) void this.story.remember();
    this.drafts.change(conv, { ...part, ...(first ? { began: view.top, seen: this.talk.seen() } : over) });
  }

  /** What has been said and done until now is known to whoever writes. */
  know(conv: string): void {
    const view = this.talk.view.peek();
    if (view?.state.conv === conv) this.drafts.change(conv, { began: view.top, seen: this.talk.seen() });
  }

  /** The files for the next reply in a talk. */
  tray(conv: string): Tray {
    const known = this.trays.get(conv);
    if (known) return known;
    const made = createTray({ target: (id) => Promise.resolve({ url: `/api/files/${id}`, headers: {} }) });
    this.trays.set(conv, made);
    untracked(() => made.put(this.drafts.of(conv).files ?? []));
    this.stops.push(effect(() => this.keepFiles(conv, made)));
    return made;
  }

  /** The finished files of a reply are part of its draft. */
  private keepFiles(conv: string, tray: Tray): void {
    const done = tray.pieces.value.flatMap((piece) => piece.ref ?? []);
    untracked(() => {
      const kept = this.drafts.of(conv).files ?? [];
      if (done.map((file) => file.id).join() !== kept.map((file) => file.id).join()) this.drafts.change(conv, { files: done });
    });
  }

  close(): void {
    this.leave();
    this.holding.stop();
    this.stops.forEach((stop) => stop());
    this.line.stop();
    asked.value = null;
    document.title = say("app.title");
  }

  private connect({ denied, renewed }: Gate): Line {
    return createLine({
      url: liveUrl(),
      async auth() {
        const value = await ticket();
        if (value === null) throw new Denied();
        return { ticket: value };
      },
      status: (next) => this.changed(next),
      frame: (frame) => hear(this, frame),
      welcome: (me) => welcomed(this, me as DeskMe, renewed),
      reload: () => void (this.outdated.value = true),
      denied,
    });
  }

  private changed(next: LineStatus): void {
    this.status.value = next;
    this.outbox.lineChanged(next === "live");
    if (next !== "live") return forgetHere(), this.talk.cut();
    void this.preferences.load(); // what was changed elsewhere while there was no line was told to nobody here
    void this.tools.views.load();
    void Promise.all([this.drafts.load(), this.laters.load(), this.among.load(), loadOffers(this.me), catchUp(this.profile), this.doing.again()]);
    this.trays.forEach((tray) => tray.hurry());
  }

  private turnTo(conv: string | null): void {
    untracked(() => {
      editing.value = null;
      this.heard.value = "";
      finding.value = false;
      this.story.begin(conv);
      this.talk.show(conv);
      this.beside.show(conv);
    });
  }

  /** What was taken from the queue stands in my list now: the list shows it there. */
  private follow(): void {
    if (this.list.tab.value === "queue") this.list.show("mine");
  }
}

const titleOf = (waiting: number): string => (waiting > 0 ? say("app.titleWaiting", { n: waiting }) : say("app.title"));

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("outside the desk");
  return desk;
}
