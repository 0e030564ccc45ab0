import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { useFloor } from "./context.ts";
import { isOver, useFigures } from "./Figures.tsx";
import { queues } from "./model.ts";
import { seconds, span, words } from "./say.ts";

const TEAMS = 6;

/** The floor on a wall: five figures and the queues, to be read from five metres, with nothing to press. */
export function Big() {
  const { now, status } = useDesk();
  const { floor, teamName } = useFloor();
  const { board, oldest, first, waiting, bar, people, count } = useFigures();
  const teams = [...board.counts].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]).slice(0, TEAMS);
  const heads = queues(board);
  const clock = new Date(now.value).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (
    <section class="floor-big" id="page" tabIndex={-1} aria-label={say("floor.title")} data-testid="floor-big" data-known={floor.board.value.known}>
      <div class="big-tiles">
        <BigTile name={words("figure.queue")} value={String(count)} more={oldest === null ? words("figure.nobodyWaits") : words("figure.oldest", { time: seconds(oldest) })} late={isOver(oldest, bar.waiting)} main />
        <BigTile name={words("figure.first_reply")} value={seconds(first?.average ?? null)} more={words("big.bar", { bar: seconds(bar.first_reply * 1000) })} late={isOver(first?.average, bar.first_reply)} />
        <BigTile name={words("figure.waiting")} value={seconds(waiting?.average ?? null)} more={words("big.bar", { bar: seconds(bar.waiting * 1000) })} late={isOver(waiting?.average, bar.waiting)} />
        <BigTile name={words("figure.people")} value={String(people.ready)} more={words("big.line", { room: people.room, here: people.here })} late={people.ready === 0 && count > 0} />
      </div>
      <footer>
        <ul>
          {teams.map(([id, n]) => {
            const head = heads.get(id)?.[0]?.waiting;
            return <li key={id}><span>{teamName(id)}</span> <strong>{n}</strong>{head !== undefined && <span class="quiet"> {span(now.value - head)}</span>}</li>;
          })}
        </ul>
        <p>{status.value === "live" ? clock : words("big.cut")}</p>
      </footer>
    </section>
  );
}

function BigTile({ name, value, more, late, main = false }: { name: string; value: string; more: string; late: boolean; main?: boolean }) {
  return (
    <div class="big-tile" data-late={late} data-main={main}>
      <h3>{name}</h3>
      <strong>{late && <span aria-hidden="true">! </span>}{value}</strong>
      <p>{more}{late && <span class="hidden"> {words("over")}</span>}</p>
    </div>
  );
}
