import type { FloorTalk } from "../../core/protocol-floor.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { carry } from "./carry.ts";
import { useFloor } from "./context.ts";
import { lateness, ordered, queues } from "./model.ts";
import { targetsOf } from "./moving.ts";
import { talkName, waited, words } from "./say.ts";

/** One talk: opened by a click, taken in hand by the pointer (a finger: by the handle, or after a long press) or by Space, put down where it shall go. */
export function TalkChip({ talk, place }: { talk: FloorTalk; place?: number }) {
  const { now } = useDesk();
  const { floor, moving, teams } = useFloor();
  const late = lateness(talk, floor.board.value.bars, now.value);
  const grab = moving.grab.value;
  const mine = grab?.talk.conv === talk.conv;
  const name = talkName(talk);
  const wait = waited(talk, now.value);

  function onKeyDown(event: KeyboardEvent): void {
    const held = moving.grab.peek()?.by === "keys";
    if (event.key === " " && !held) moving.start(talk, "keys");
    else if (held && (event.key === " " || event.key === "Enter")) void moving.drop();
    else if (held && event.key === "Escape") moving.cancel();
    else if (held && event.key.startsWith("Arrow")) {
      const board = floor.board.peek();
      const known = [0, ...teams.map((one) => one.id), ...queues(board).keys()];
      moving.step(targetsOf(ordered(board.people.values()), [...new Set(known)]), event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1);
      requestAnimationFrame(() => document.querySelector(".floor [data-over=true]")?.scrollIntoView({ block: "nearest" }));
    } else return;
    event.preventDefault();
  }

  return (
    <button type="button" class="floor-talk" data-testid="floor-talk" data-conv={talk.conv} data-late={late} data-held={mine} aria-describedby="floor-how"
      onKeyDown={onKeyDown} onKeyUp={(event) => event.key === " " && event.preventDefault()} onPointerDown={(event) => carry(event, talk, moving)} onBlur={() => mine && grab.by === "keys" && moving.cancel()}
      onClick={() => go({ screen: "talk", conv: talk.conv })}>
      <span class="floor-grip"><Icon name="grip" size={14} /></span>
      {place !== undefined && <span class="floor-no">{place}</span>}
      <span class="floor-name">{name}{talk.topic && <span class="quiet"> · {talk.topic}</span>}</span>
      {wait && <span class="floor-wait">{late === "late" && <span aria-hidden="true">! </span>}{wait}<span class="hidden">{late === "late" ? words("over") : late === "soon" ? words("soon") : ""}</span></span>}
    </button>
  );
}
