import type { FloorTalk } from "../../core/protocol-floor.ts";
import type { Moving, Target } from "./moving.ts";

/** So far (px) a mouse goes before it carries; so far a finger may tremble while it presses. */
const FAR = 6;
const TREMBLE = 10;
/** How long (ms) a finger presses before it carries: shorter than the browser's own menu, longer than a tap. */
const PRESS = 380;
/** So close (px) to an edge what lies beyond it comes into sight, so many px a frame. */
const EDGE = 72;
const STEP = 12;

/** A pointer went down on a talk. A mouse carries as soon as it moves, a finger by the handle too; anywhere else it scrolls, and carries after a
 * long press. Two fingers, Escape or the browser itself let go of it; nothing is moved then. */
export function carry(down: PointerEvent, talk: FloorTalk, moving: Moving): void {
  if (down.button !== 0 || !down.isPrimary) return;
  const touch = down.pointerType === "touch";
  const presses = touch && !(down.target as Element).closest(".floor-grip");
  const [x, y] = [down.clientX, down.clientY];
  const stop = new AbortController();
  const on = { signal: stop.signal };
  const held = (): boolean => moving.grab.peek()?.by === "pointer";
  const timer = presses ? setTimeout(() => take(x, y), PRESS) : undefined;
  let last = { x, y };
  let frame = 0;

  function take(atX: number, atY: number): void {
    moving.start(talk, "pointer", atX, atY);
    if (touch) navigator.vibrate?.(12);
    frame = requestAnimationFrame(roll);
  }

  /** What lies beyond the edge of the screen comes into sight, and is under the finger then. */
  function roll(): void {
    const by = last.y < EDGE ? -STEP : last.y > innerHeight - EDGE ? STEP : 0;
    if (by !== 0 && scrollerAt(last.x, last.y, by)) moving.over(targetAt(last.x, last.y), last.x, last.y);
    frame = requestAnimationFrame(roll);
  }

  function finish(drop: boolean): void {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    stop.abort();
    if (!held()) return;
    // What was carried is not clicked.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, true));
    if (drop) void moving.drop();
    else moving.cancel();
  }

  addEventListener("pointermove", (to) => {
    if (to.pointerId !== down.pointerId) return;
    last = { x: to.clientX, y: to.clientY };
    const went = Math.hypot(last.x - x, last.y - y);
    if (!held()) {
      if (presses) return went > TREMBLE ? finish(false) : undefined;
      if (went < FAR) return;
      take(last.x, last.y);
    }
    moving.over(targetAt(last.x, last.y), last.x, last.y);
  }, on);
  addEventListener("pointerup", (to) => to.pointerId === down.pointerId && finish(true), on);
  addEventListener("pointercancel", () => finish(false), on);
  addEventListener("pointerdown", (other) => other.pointerId !== down.pointerId && finish(false), on);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !held()) return;
    event.preventDefault();
    event.stopPropagation();
    finish(false);
  }, { ...on, capture: true });
  // While a finger carries, the page stands still and the browser's menu stays away.
  addEventListener("touchmove", (event) => held() && event.cancelable && event.preventDefault(), { ...on, passive: false });
  addEventListener("contextmenu", (event) => touch && event.preventDefault(), on);
}

/** Scroll what scrolls at this place; whether it did. */
function scrollerAt(x: number, y: number, by: number): boolean {
  for (let node = document.elementFromPoint(x, Math.min(Math.max(y, 1), innerHeight - 1)); node; node = node.parentElement) {
    const before = node.scrollTop;
    if (node.scrollHeight > node.clientHeight && /auto|scroll/.test(getComputedStyle(node).overflowY)) {
      node.scrollTop = before + by;
      if (node.scrollTop !== before) return true;
    }
  }
  return false;
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
