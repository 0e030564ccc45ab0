import { useEffect, useRef } from "preact/hooks";
import { useDesk } from "../state/desk.ts";

/** The sign fades at the visitor's after 6 s, so it is renewed well before, and taken back when the writing stops. */
const RENEW = 4_000;
const STOP = 5_000;

/** Tells the visitor that we are writing; a signal, lost without harm. */
export function useTyping(conv: string): (on: boolean) => void {
  const { line } = useDesk();
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const off = (): void => {
    clearTimeout(timer.current);
    if (told.current === 0) return;
    told.current = 0;
    line.send({ t: "typing", conv, on: false });
  };
  useEffect(() => off, [conv]);
  return (on) => {
    if (!on) return off();
    clearTimeout(timer.current);
    timer.current = setTimeout(off, STOP);
    if (Date.now() - told.current < RENEW) return;
    if (line.send({ t: "typing", conv, on: true })) told.current = Date.now();
  };
}
