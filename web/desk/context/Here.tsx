import { useHere } from "../state/here.ts";
import { words } from "./words.ts";

/** Whether the visitor has a page open, where that is known. */
export function Here({ conv }: { conv: string }) {
  const here = useHere(conv);
  if (here === null) return null;
  return <p class="quiet here" data-testid="here" data-on={here}>{words(here ? "here.on" : "here.left")}</p>;
}

/** In a row: only that they have left. */
export function RowLeft({ conv }: { conv: string }) {
  if (useHere(conv) !== false) return null;
  return <span class="row-holder" data-testid="row-left">{words("here.row")} · </span>;
}
