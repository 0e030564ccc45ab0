import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";

/** So near the end (px) counts as the end; so near the top asks for the page before. */
const NEAR_END = 48;
const NEAR_TOP = 120;

interface Shape {
  first: number;
  size: number;
  echoes: number;
  peek: string;
  more: () => void;
  /** False: what comes below does not draw the eyes down. */
  sticks?: boolean;
}

/** Keeps the log at its end until somebody scrolls up; keeps the place when older pages are put before it. */
export function useLogScroll({ first, size, echoes, peek, more, sticks = true }: Shape) {
  const box = useRef<HTMLDivElement>(null);
  const stick = useRef(sticks);
  const last = useRef({ first, size, echoes, height: 0 });
  const [atEnd, setAtEnd] = useState(sticks);
  const [below, setBelow] = useState(0);

  const toEnd = useCallback(() => {
    const node = box.current;
    if (node) node.scrollTop = node.scrollHeight;
    stick.current = true;
    setAtEnd(true);
    setBelow(0);
  }, []);

  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const before = last.current;
    if (first < before.first) node.scrollTop += node.scrollHeight - before.height;
    else if (stick.current || echoes > before.echoes) toEnd();
    else if (size > before.size) setBelow((count) => count + size - before.size);
    last.current = { first, size, echoes, height: node.scrollHeight };
  }, [first, size, echoes, peek, toEnd]);

  // the box grows and shrinks with what is written below it: at the end it stays at the end
  useLayoutEffect(() => {
    const node = box.current;
    if (!node || typeof ResizeObserver === "undefined") return;
    const watch = new ResizeObserver(() => {
      if (stick.current) node.scrollTop = node.scrollHeight;
    });
    watch.observe(node);
    return () => watch.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const node = box.current;
    if (!node) return;
    const end = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_END;
    stick.current = end && sticks;
    setAtEnd(end);
    if (end) setBelow(0);
    if (node.scrollTop < NEAR_TOP && node.scrollHeight > node.clientHeight) more();
  }, [more, sticks]);

  /** Somebody is led elsewhere in the log: it does not jump back to its end before the browser has told of the scrolling. */
  const leave = useCallback(() => {
    stick.current = false;
    setAtEnd(false);
  }, []);

  return { box, onScroll, toEnd, leave, atEnd, below };
}
