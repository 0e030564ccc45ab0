import { useState } from "preact/hooks";
import type { FloorTalk } from "../../core/protocol-floor.ts";
import { Button } from "../../ui/Button.tsx";
import { useDesk } from "../state/desk.ts";
import { useFloor } from "./context.ts";
import { ahead, queues } from "./model.ts";
import { isOver } from "./moving.ts";
import { span, words } from "./say.ts";
import { TalkChip } from "./TalkChip.tsx";

const FIRST = 50;
const AHEAD = 6;

/** What comes close to its bar, then the queue of each team with places and waits. */
export function Queue() {
  const { floor, teams } = useFloor();
  const board = floor.board.value;
  const waiting = queues(board);
  const ids = [...new Set([0, ...teams.map((one) => one.id), ...waiting.keys()])];
  return (
    <section class="floor-queue" aria-label={words("queue")} data-testid="floor-queue">
      <p class="hidden" id="floor-how">{words("move.how")}</p>
      <Ahead />
      {ids.map((id) => <TeamQueue key={id} id={id} talks={waiting.get(id) ?? []} />)}
      {board.next !== null && <div class="floor-and"><Button onClick={() => void floor.more()} data-testid="queue-more">{words("queue.more")}</Button></div>}
    </section>
  );
}

function Ahead() {
  const { now } = useDesk();
  const { floor } = useFloor();
  const near = ahead(floor.board.value, now.value);
  const late = near.filter((one) => one.due <= now.value).length;
  return (
    <div class="floor-part" data-testid="ahead">
      <h3>{words("ahead")} {late > 0 && <span class="floor-late">{words("ahead.late", { count: late })}{floor.board.value.next !== null && "+"}</span>}</h3>
      {near.length === 0 && <p class="quiet">{words("ahead.none")}</p>}
      <ul>
        {near.slice(0, AHEAD).map(({ talk, due }) => (
          <li key={talk.conv} class="floor-due">
            <TalkChip talk={talk} />
            <span class="floor-left" data-late={due <= now.value}>{words(due <= now.value ? "ahead.over" : "ahead.in", { time: span(Math.abs(due - now.value)) })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function TeamQueue({ id, talks }: { id: number; talks: readonly FloorTalk[] }) {
  const { now } = useDesk();
  const { floor, moving, teamName } = useFloor();
  const [most, setMost] = useState(FIRST);
  const count = floor.board.value.counts.get(id) ?? 0;
  const oldest = talks[0]?.waiting;
  return (
    <div class="floor-part" data-drop={`team ${id}`} data-over={isOver(moving.grab.value, { kind: "team", id })} data-testid="team-queue" data-team={id}>
      <h3>{words("queue.of", { name: teamName(id) })} <span class="quiet" data-testid="queue-count">{count === 0 ? words("queue.empty") : oldest === undefined ? String(count) : words("queue.count", { count, time: span(now.value - oldest) })}</span></h3>
      <ol>{talks.slice(0, most).map((talk, at) => <li key={talk.conv}><TalkChip talk={talk} place={at + 1} /></li>)}</ol>
      {talks.length > most && <div><Button onClick={() => setMost(most + FIRST * 4)}>{words("more", { count: talks.length - most })}</Button></div>}
    </div>
  );
}
