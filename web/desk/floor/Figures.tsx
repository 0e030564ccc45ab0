import { useDesk } from "../state/desk.ts";
import { useFloor } from "./context.ts";
import { barOf, manned, queues, USUAL, waitingCount } from "./model.ts";
import { seconds, words } from "./say.ts";

/** The figures of the moment and of the last hour, each with what is to be reached. */
export function useFigures() {
  const { now } = useDesk();
  const { floor } = useFloor();
  const board = floor.board.value;
  const heads = [...queues(board).values()].flatMap((one) => one[0]?.waiting ?? []);
  const oldest = heads.length > 0 ? now.value - Math.min(...heads) : null;
  const every = board.figures.find((one) => one.channel === "");
  const bar = board.bars.length > 0 ? barOf(board.bars, "") : USUAL;
  return { board, oldest, first: every?.first_reply ?? null, waiting: every?.waiting ?? null, bar, people: manned(board.people.values()), count: waitingCount(board) };
}

export const isOver = (ms: number | null | undefined, bar: number): boolean => ms != null && ms > bar * 1000;

export function Figures() {
  const { oldest, first, waiting, bar, people, count } = useFigures();
  return (
    <dl class="floor-figures" data-testid="figures">
      <Tile name={words("figure.queue")} value={String(count)} more={oldest === null ? words("figure.nobodyWaits") : words("figure.oldest", { time: seconds(oldest) })} late={isOver(oldest, bar.waiting)} test="queue" />
      <Tile name={words("figure.first_reply")} value={seconds(first?.average ?? null)} more={words("figure.hour", { count: first?.count ?? 0, bar: seconds(bar.first_reply * 1000) })} late={isOver(first?.average, bar.first_reply)} test="first_reply" />
      <Tile name={words("figure.waiting")} value={seconds(waiting?.average ?? null)} more={words("figure.hour", { count: waiting?.count ?? 0, bar: seconds(bar.waiting * 1000) })} late={isOver(waiting?.average, bar.waiting)} test="waiting" />
      <Tile name={words("figure.people")} value={String(people.ready)} more={words("figure.line", { room: people.room, here: people.here, line: people.line })} late={people.ready === 0 && count > 0} test="people" />
    </dl>
  );
}

export function Tile({ name, value, more, late, test }: { name: string; value: string; more: string; late: boolean; test: string }) {
  return (
    <div class="floor-tile" data-late={late} data-testid={`figure-${test}`}>
      <dt>{name}</dt>
      <dd>{late && <span class="floor-over" aria-hidden="true">!</span>}<strong>{value}</strong>{late && <span class="hidden">{words("over")}</span>} <span class="quiet">{more}</span></dd>
    </div>
  );
}
