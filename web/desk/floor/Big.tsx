import { useDesk } from "../state/desk.ts";
import { BigBoard } from "./BigBoard.tsx";
import { useFloor } from "./context.ts";
import { useFigures } from "./Figures.tsx";
import { queues } from "./model.ts";

/** The floor on a wall, of somebody who is signed in. */
export function Big() {
  const { now, status } = useDesk();
  const { floor, teamName } = useFloor();
  const { board, oldest, first, waiting, bar, people, count } = useFigures();
  const heads = queues(board);
  const lines = [...board.counts].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]).map(([id, n]) => {
    const head = heads.get(id)?.[0]?.waiting;
    return { key: String(id), name: teamName(id), count: n, wait: head === undefined ? null : now.value - head };
  });
  const shows = { known: floor.board.value.known, count, oldest, first: first?.average ?? null, waiting: waiting?.average ?? null, bar, ...people, lines };
  return <BigBoard shows={shows} now={status.value === "live" ? now.value : null} />;
}
