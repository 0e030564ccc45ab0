import type { FloorBar } from "../../core/protocol-floor.ts";
import { say } from "../state/settings.ts";
import { isOver } from "./Figures.tsx";
import { seconds, span, words } from "./say.ts";
import "./floor.css";

export interface BigShows {
  known: boolean;
  count: number;
  /** How long (ms) the first in the queue waits, and the averages of the hour; null: nobody does, there were none. */
  oldest: number | null;
  first: number | null;
  waiting: number | null;
  bar: FloorBar;
  ready: number;
  room: number;
  here: number;
  lines: readonly { key: string; name: string; count: number; wait: number | null }[];
}

const LINES = 6;

/** The floor on a wall: four figures and the queues, to be read from five metres, with nothing to press. `now`: ms; null: the line is cut. */
export function BigBoard({ shows, now, name }: { shows: BigShows; now: number | null; name?: string }) {
  const { count, oldest, first, waiting, bar, ready, room, here } = shows;
  return (
    <section class="floor-big" id="page" tabIndex={-1} aria-label={name ?? say("floor.title")} data-testid="floor-big" data-known={shows.known} data-cut={now === null}>
      <div class="big-tiles">
        <Tile name={words("figure.queue")} value={String(count)} more={oldest === null ? words("figure.nobodyWaits") : words("figure.oldest", { time: seconds(oldest) })} late={isOver(oldest, bar.waiting)} main />
        <Tile name={words("figure.first_reply")} value={seconds(first)} more={words("big.bar", { bar: seconds(bar.first_reply * 1000) })} late={isOver(first, bar.first_reply)} />
        <Tile name={words("figure.waiting")} value={seconds(waiting)} more={words("big.bar", { bar: seconds(bar.waiting * 1000) })} late={isOver(waiting, bar.waiting)} />
        <Tile name={words("figure.people")} value={String(ready)} more={words("big.line", { room, here })} late={ready === 0 && count > 0} />
      </div>
      <footer>
        <ul>
          {shows.lines.slice(0, LINES).map((one) => (
            <li key={one.key}><span>{one.name}</span> <strong>{one.count}</strong>{one.wait !== null && <span class="quiet"> {span(one.wait)}</span>}</li>
          ))}
        </ul>
        <p>{now === null ? words("big.cut") : new Date(now).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}</p>
      </footer>
    </section>
  );
}

function Tile({ name, value, more, late, main = false }: { name: string; value: string; more: string; late: boolean; main?: boolean }) {
  return (
    <div class="big-tile" data-late={late} data-main={main}>
      <h2>{name}</h2>
      <strong>{late && <span aria-hidden="true">! </span>}{value}</strong>
      <p>{more}{late && <span class="hidden"> {words("over")}</span>}</p>
    </div>
  );
}
