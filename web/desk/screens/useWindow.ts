import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { windowOf, type Window } from "../model/window.ts";

/** Which of `count` equally high rows to draw in a scrolled box. `place` is what the box shows: each has its own scroll, kept by `keep`. */
export function useWindow(count: number, row: number, place: string, keep: (top?: number) => number) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<string | null>(null);
  const [seen, setSeen] = useState<Window>(() => windowOf(count, 0, 900, row));
  // Before the browser tells of a scroll: what another list did to the box must not be written down for this one.
  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const look = (): void => {
      // a list that is not on the screen has no place of its own
      if (node.clientHeight === 0) return;
      keep(node.scrollTop);
      setSeen((before) => same(before, windowOf(count, node.scrollTop, node.clientHeight, row)));
    };
    if (shown.current !== place) node.scrollTop = keep();
    shown.current = place;
    look();
    node.addEventListener("scroll", look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(node);
    return () => {
      node.removeEventListener("scroll", look);
      sizes.disconnect();
    };
  }, [count, row, place]);
  return { box, from: Math.min(seen.from, count), to: Math.min(Math.max(seen.to, seen.from), count) };
}

const same = (before: Window, now: Window): Window => (before.from === now.from && before.to === now.to ? before : now);
