import { useEffect, useRef, useState } from "preact/hooks";
import { pageOf, type Ban } from "./bans.ts";

/** A pause in typing (ms) after which the server is asked. */
const PAUSE = 150;

interface Held { bans: readonly Ban[]; next: number | null; state: "asking" | "here" | "failed" }

/** The list as far as it was asked for; the answer to an older question is never shown for a newer one. */
export function useBans(query: string, ended: boolean) {
  const [held, setHeld] = useState<Held>({ bans: [], next: null, state: "asking" });
  const asked = useRef(0);
  const wanted = query.trim();
  // What is searched for now: whoever asks again later (an undo that took its time) asks for that, not for what was searched for then.
  const now = useRef({ wanted, ended });
  now.current = { wanted, ended };

  async function load(after: number | null): Promise<void> {
    const mine = ++asked.current;
    setHeld((before) => ({ ...before, state: "asking" }));
    const answer = await pageOf(now.current.wanted, now.current.ended, after);
    if (mine !== asked.current) return;
    setHeld((before) => {
      if (!answer.ok) return { ...before, state: "failed" };
      const { bans, next } = answer.body;
      return { bans: after === null ? bans : [...before.bans, ...bans], next, state: "here" };
    });
  }

  useEffect(() => {
    const timer = setTimeout(() => void load(null), PAUSE);
    return () => clearTimeout(timer);
  }, [wanted, ended]);
  return { bans: held.bans, state: held.state, more: held.next !== null, again: () => load(null), next: () => load(held.next) };
}
