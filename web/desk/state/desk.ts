import { effect, signal, useComputed } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { createLine, Denied, type LineStatus } from "../../core/line.ts";
import { createOutbox, type Outbox, type Pending } from "../../core/outbox.ts";
import { guarded } from "../../core/storage.ts";
import { peekText } from "../model/peeks.ts";
import { createActs } from "./acts.ts";
import { ticket, type Operator } from "./api.ts";
import { createDrafts } from "./drafts.ts";
import { createList } from "./list.ts";
import { place } from "./place.ts";
import { say } from "./settings.ts";
import { createTalk } from "./talk.ts";

const CREDIT = 32;
const liveUrl = (): string => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/desk`;

/** Everything behind the desk's screen for one operator: the line, the list, the open talk, what can be done. */
export function createDesk(operator: Operator, denied: () => void) {
  const status = signal<LineStatus>("idle");
  /** the page is older than the server */
  const outdated = signal(false);
  const pending = signal<readonly Pending[]>([]);
  const now = signal(Date.now());
  /** what a reader is told about the open talk */
  const heard = signal("");
  const box: { outbox?: Outbox } = {};

  const line = createLine({
    url: liveUrl(),
    async auth() {
      const value = await ticket();
      if (value === null) throw new Denied();
      return { ticket: value };
    },
    status(next) {
      status.value = next;
      box.outbox?.lineChanged(next === "live");
      if (next !== "live") talk.cut();
    },
    frame(frame) {
      box.outbox?.take(frame);
      if (frame.t === "peek") list.peek(frame.id.replace(/^c:/, ""), frame.k, frame.text);
    },
    reload: () => void (outdated.value = true),
    denied,
  });
  const outbox = createOutbox({
    line, keep: guarded(), scope: `pult.desk.${operator.id}`, credit: CREDIT, changed: (words) => void (pending.value = words),
  });
  box.outbox = outbox;

  const list = createList(line, operator.id);
  const talk = createTalk({
    line, outbox, list,
    heard: (name, text) => void (heard.value = say("talk.heard", { name: name ?? say("said.visitor"), text })),
  });
  const drafts = createDrafts(operator.id);
  const acts = createActs({ outbox, drafts, talk, me: operator.id, taken: () => list.tab.value === "queue" && list.show("mine") });

  const stops = [effect(() => talk.show(place.value.conv)), effect(() => void (document.title = titleOf(list.waiting.value)))];

  list.follow();
  outbox.restore();
  line.start();
  const tick = setInterval(() => void (now.value = Date.now() + line.skew()), 1000);

  return {
    me: operator, line, status, outdated, outbox, pending, list, talk, drafts, acts, heard,
    /** The server's clock, to the second. */
    now,
    close(): void {
      clearInterval(tick);
      stops.forEach((stop) => stop());
      line.stop();
      document.title = say("app.title");
    },
  };
}

const titleOf = (waiting: number): string => (waiting > 0 ? say("app.titleWaiting", { n: waiting }) : say("app.title"));

export type Desk = ReturnType<typeof createDesk>;

export const DeskContext = createContext<Desk | null>(null);

/** What the visitor of a talk is typing (`conv` stays the same for a component's life); a component hears only of its own talk. */
export function usePeek(conv: string): string {
  const { list, now } = useDesk();
  return useComputed(() => {
    if (!list.peeks.value.get(conv)?.text) return "";
    void now.value;
    return peekText(list.peeks.value, conv, Date.now());
  }).value;
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("outside the desk");
  return desk;
}
