import { Button, IconButton } from "../../ui/Button.tsx";
import { SHOWN } from "../model/keys.ts";
import { useDesk } from "../state/desk.ts";
import { asked } from "../state/dialogs.ts";
import type { Desk } from "../state/desk.ts";
import type { BulkAct } from "./bulk.ts";
import { words } from "./say.ts";

/** Begins an act on all that is chosen; false: nothing is. */
export function startBulk(act: BulkAct, { tools: { selection, bulk } }: Pick<Desk, "tools">): boolean {
  const convs = [...selection.chosen.peek()];
  if (convs.length === 0) return false;
  if (act === "take") void bulk.take(convs);
  else asked.value = { kind: "bulk", act, convs };
  return true;
}

const ACTS: readonly (readonly [Exclude<BulkAct, "take">, string])[] = [["transfer", SHOWN.transfer], ["resolve", SHOWN.resolve], ["snooze", SHOWN.snooze], ["tags", SHOWN.tags]];

/** How many are chosen, and what can be done with all of them. */
export function BulkBar() {
  const desk = useDesk();
  const { list, tools: { selection, bulk } } = desk;
  const left = bulk.left.value;
  const count = selection.chosen.value.size;
  if (!selection.some.value && left === 0) return null;
  const order = list.shown.value.map((row) => row.conv);
  return (
    <div class="bulk" role="group" aria-label={words("pick.bar")} data-testid="bulk">
      <div class="bulk-line">
        <strong role="status" data-testid="bulk-count">{left > 0 ? words("bulk.busy", { count: left }) : words("pick.count", { count })}</strong>
        {selection.full.value && <span class="quiet">{words("pick.most")}</span>}
        <button type="button" class="link" data-testid="bulk-all" onClick={() => selection.every(order)}>{words("pick.all")}</button>
        <IconButton icon="close" label={words("pick.end")} data-testid="bulk-end" onClick={selection.clear} />
      </div>
      {count > 0 && (
        <div class="bulk-acts">
          <Button kbd={SHOWN.take} data-testid="bulk-take" onClick={() => startBulk("take", desk)}>{words("bulk.take")}</Button>
          {ACTS.map(([act, kbd]) => <Button key={act} kbd={kbd} data-testid={`bulk-${act}`} onClick={() => startBulk(act, desk)}>{words(`act.${act}`)}</Button>)}
        </div>
      )}
    </div>
  );
}
