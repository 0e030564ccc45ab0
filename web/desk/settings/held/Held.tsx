import { useRef, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { useDesk } from "../../state/desk.ts";
import { go } from "../../state/place.ts";
import { speech } from "../../state/settings.ts";
import { speaker } from "../../state/speak.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import { askHeld, held, ignore, REASONS, release, restore, unanswered, type Held, type HeldList } from "./waiting.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

const say = speaker(en, ru);

/** What waits for somebody's look: why, when, what was written and where; let in, or let lie. */
export default function HeldPage() {
  const list = held.value;
  return (
    <Frame title={say("held.title")} about={say("held.about")}>
      <div role="alert">{unanswered.value && <p class="set-wrong">{say("held.failed")}</p>}</div>
      {list === null && !unanswered.value && <p role="status">{say("held.loading")}</p>}
      {list !== null && <Waiting list={list} />}
    </Frame>
  );
}

interface Let { item: Held; conv: string }

function Waiting({ list }: { list: HeldList }) {
  // What was let in stays in its place with a way into the talk, until the page is left.
  const [into, setInto] = useState<readonly Let[]>([]);
  const rows = useRef<HTMLUListElement>(null);
  const waiting = list.waiting.filter((one) => !into.some(({ item }) => item.id === one.id));
  const day = REASONS.filter((reason) => list.day[reason]).map((reason) => `${say(`held.reason.${reason}`)} — ${list.day[reason]}`);

  async function letIn(item: Held): Promise<void> {
    const answer = await release(item.id);
    if (answer.ok) setInto((before) => [...before, { item, conv: answer.body.conv }]);
    else refused(answer.refusal.status);
    if (answer.ok) requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-let="${item.id}"] button`)?.focus());
    void askHeld();
  }
  async function letLie(item: Held): Promise<void> {
    const at = waiting.indexOf(item);
    const answer = await ignore(item.id);
    if (answer.ok) toast(say("held.ignored"), { undo: () => void restore(item.id).then(askHeld) });
    else refused(answer.refusal.status);
    await askHeld();
    // The keyboard goes to what stands in its place now.
    requestAnimationFrame(() => {
      const left = rows.current?.querySelectorAll<HTMLElement>("[data-testid=held]") ?? [];
      (left[Math.min(at, left.length - 1)]?.querySelector<HTMLElement>("button") ?? document.getElementById("page"))?.focus();
    });
  }
  return (
    <>
      {day.length > 0 && <p class="quiet" data-testid="held-day">{say("held.day", { list: day.join(", ") })}</p>}
      {waiting.length === 0 && into.length === 0 && <div class="set-part" data-testid="held-none"><strong>{say("held.none")}</strong><p>{say("held.noneHow")}</p></div>}
      <ul ref={rows} class="set-part">
        {into.map(({ item, conv }) => (
          <li key={item.id} class="set-item" data-let={item.id} data-testid="held-let">
            <p class="set-said" dir="auto">{item.text}</p>
            <div class="set-buttons">
              <span role="status">{say("held.isTalk")}</span>
              <Button onClick={() => go({ screen: "talk", conv })} data-testid="held-open">{say("held.open")}</Button>
            </div>
          </li>
        ))}
        {waiting.map((item) => <HeldItem key={item.id} item={item} letIn={() => letIn(item)} letLie={() => letLie(item)} />)}
      </ul>
      {list.count > list.waiting.length && <p class="quiet">{say("held.more", { count: list.count - list.waiting.length })}</p>}
    </>
  );
}

function refused(status: number): void {
  toast(say(status === 404 || status === 409 ? "held.late" : "held.notDone"), { tone: "late" });
}

function HeldItem({ item, letIn, letLie }: { item: Held; letIn: () => Promise<void>; letLie: () => Promise<void> }) {
  const { now } = useDesk();
  const [busy, setBusy] = useState(false);
  const run = (act: () => Promise<void>): void => {
    setBusy(true);
    void act().finally(() => setBusy(false));
  };
  const reason = REASONS.find((one) => one === item.reason);
  const about = [item.site, item.topic && say("held.topic", { topic: item.topic }), item.files > 0 && say("held.files", { count: item.files })].filter(Boolean);
  return (
    <li class="set-item" data-testid="held" data-reason={item.reason}>
      <div class="set-buttons">
        <Pill tone="wait">{reason ? say(`held.reason.${reason}`) : item.reason}</Pill>
        <span>{about.join(" · ")}</span>
        <time class="quiet" dateTime={item.at}>{speech.value.ago(Date.parse(item.at), now.value)}</time>
      </div>
      <p class="set-said" dir="auto" tabIndex={0}>{item.text || say("held.noText")}</p>
      {item.page && <p class="quiet" dir="auto" data-testid="held-page">{say("held.page", { page: item.page })}</p>}
      <div class="set-buttons">
        <Button look="main" busy={busy} onClick={() => run(letIn)} data-testid="held-release">{say("held.release")}</Button>
        <Button busy={busy} onClick={() => run(letLie)} data-testid="held-ignore">{say("held.ignore")}</Button>
      </div>
    </li>
  );
}
