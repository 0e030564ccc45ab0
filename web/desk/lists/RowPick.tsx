import { useComputed } from "@preact/signals";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { words } from "./say.ts";

/** Whether this row is chosen; redraws the row only when that changes. */
export function useChosen(conv: string): boolean {
  const { tools: { selection } } = useDesk();
  return useComputed(() => selection.chosen.value.has(conv)).value;
}

/** What a press on a row does: with Shift it chooses up to here, while one is choosing (on a phone) it chooses, else it opens. */
export function usePress(): (event: MouseEvent, conv: string) => void {
  const { list, me, tools: { selection } } = useDesk();
  return (event, conv) => {
    const writes = may(me, "talks.write");
    if (event.shiftKey && writes) selection.reach(conv, list.shown.peek().map((row) => row.conv));
    else if (selection.on.peek() && writes) selection.toggle(conv);
    else go({ screen: "talk", conv });
  };
}

/** The box that chooses a row. It is reached by the key X on the row, so Tab goes past it. */
export function RowPick({ conv, name, chosen }: { conv: string; name: string; chosen: boolean }) {
  const { me, list, tools: { selection } } = useDesk();
  if (!may(me, "talks.write")) return null;
  function choose(event: MouseEvent): void {
    if (event.shiftKey) selection.reach(conv, list.shown.peek().map((row) => row.conv));
    else selection.toggle(conv);
  }
  return (
    <label class="row-pick">
      <input type="checkbox" tabIndex={-1} checked={chosen} aria-label={words("pick.one", { name })} data-testid="row-pick" onClick={choose} />
    </label>
  );
}
