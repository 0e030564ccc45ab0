import { useEffect, useState } from "preact/hooks";
import type { FloorBar } from "../../core/protocol-floor.ts";
import { BigBoard } from "./BigBoard.tsx";
import { words } from "./say.ts";

/** As the server tells a screen (docs/floor.md): figures and names of teams, nobody's name. */
interface Glance {
  now: number; waiting: number; since: number | null; first_reply: number | null; wait: number | null; bar: FloorBar; ready: number; room: number; here: number;
  lines: readonly { team: string | null; count: number; since: number | null }[];
}
interface Told { name: string; shows: Glance; at: number }

const EVERY = 2_000;
/** After so long without an answer what is shown is old, and says so. */
const OLD = 8_000;

/** The floor on a screen at which nobody has signed in: whoever has the link reads it. It comes back by itself after a cut. */
export default function Wall({ token }: { token: string }) {
  const [told, setTold] = useState<Told | null>(null);
  const [gone, setGone] = useState(false);
  const [, tick] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = new AbortController();
    async function look(): Promise<void> {
      const answer = await fetch("/api/wall", { headers: { authorization: `Bearer ${token}` }, credentials: "omit", cache: "no-store", signal: AbortSignal.any([stop.signal, AbortSignal.timeout(OLD)]) }).catch(() => null);
      if (stop.signal.aborted) return;
      if (answer?.ok) setTold({ ...((await answer.json()) as Omit<Told, "at">), at: Date.now() });
      if (answer !== null && answer.status < 500) setGone(answer.status === 404);
      timer = setTimeout(() => void look(), EVERY);
    }
    void look();
    const clock = setInterval(() => tick((n) => n + 1), 1_000);
    const awake = (): void => void (document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => undefined));
    awake();
    document.addEventListener("visibilitychange", awake);
    return () => {
      stop.abort();
      clearTimeout(timer);
      clearInterval(clock);
      document.removeEventListener("visibilitychange", awake);
    };
  }, [token]);
  useEffect(() => void (document.title = told?.name ?? words("big")), [told?.name]);

  if (gone) return <main class="wall-gone" data-testid="wall-gone"><h1>{words("wall.gone")}</h1><p>{words("wall.goneHow")}</p></main>;
  if (told === null) return <p class="empty" role="status">{words("loading")}</p>;
  const { shows, at } = told;
  // Waits go on between two answers, by the server's clock.
  const now = shows.now + Date.now() - at;
  const lasts = (since: number | null): number | null => (since === null ? null : Math.max(0, now - since));
  const board = {
    known: true, count: shows.waiting, oldest: lasts(shows.since), first: shows.first_reply, waiting: shows.wait, bar: shows.bar, ready: shows.ready, room: shows.room, here: shows.here,
    lines: shows.lines.map((one, place) => ({ key: String(place), name: one.team ?? words("team.none"), count: one.count, wait: lasts(one.since) })),
  };
  return <main class="desk" data-big="true" data-testid="wall"><h1 class="hidden">{told.name}</h1><BigBoard shows={board} now={Date.now() - at > OLD ? null : now} name={told.name} /></main>;
}
