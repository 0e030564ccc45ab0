import type { FloorTalk } from "../../core/protocol-floor.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { useFloor } from "./context.ts";
import { lateness, ordered, queues } from "./model.ts";
import { targetsOf, type Target } from "./moving.ts";
import { talkName, waited, words } from "./say.ts";

const FAR = 6;

/** One talk: opened by a click, taken in hand by the pointer or by Space, put down where it shall go. */
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

  function onPointerDown(event: PointerEvent): void {
    // A finger scrolls; it carries by the handle alone.
    if (event.button !== 0 || (event.pointerType === "touch" && !(event.target as Element).closest(".floor-grip"))) return;
    const [x, y] = [event.clientX, event.clientY];
    const onMove = (to: PointerEvent): void => {
      if (moving.grab.peek() === null) {
        if (Math.hypot(to.clientX - x, to.clientY - y) < FAR) return;
        moving.start(talk, "pointer", to.clientX, to.clientY);
      }
      moving.over(targetAt(to.clientX, to.clientY), to.clientX, to.clientY);
    };
    const end = (to: PointerEvent): void => {
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      if (moving.grab.peek()?.by !== "pointer") return;
      // What was carried is not clicked.
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, true));
      if (to.type === "pointerup") void moving.drop();
      else moving.cancel();
    };
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  return (
    <button type="button" class="floor-talk" data-testid="floor-talk" data-conv={talk.conv} data-late={late} data-held={mine} aria-describedby="floor-how"
      onKeyDown={onKeyDown} onKeyUp={(event) => event.key === " " && event.preventDefault()} onPointerDown={onPointerDown} onBlur={() => mine && grab.by === "keys" && moving.cancel()}
      onClick={() => go({ screen: "talk", conv: talk.conv })}>
      <span class="floor-grip"><Icon name="grip" size={14} /></span>
      {place !== undefined && <span class="floor-no">{place}</span>}
      <span class="floor-name">{name}{talk.topic && <span class="quiet"> · {talk.topic}</span>}</span>
      {wait && <span class="floor-wait">{late === "late" && <span aria-hidden="true">! </span>}{wait}<span class="hidden">{late === "late" ? words("over") : late === "soon" ? words("soon") : ""}</span></span>}
    </button>
  );
}

const swallow = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

function targetAt(x: number, y: number): Target | null {
  const node = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-drop]");
  const [kind, id] = node?.dataset.drop?.split(" ") ?? [];
  return (kind === "person" || kind === "team") && id !== undefined ? { kind, id: Number(id) } : null;
}
