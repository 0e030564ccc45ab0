import { useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import { factSentence } from "../model/facts.ts";
import { FACTS_SHOWN } from "../model/lines.ts";
import { useDesk } from "../state/desk.ts";
import { say, speech } from "../state/settings.ts";

/** Facts between the words, as plain sentences; a pile is folded and opens on request. */
export function FactsLine({ items }: { items: readonly Item[] }) {
  const { me } = useDesk();
  const [open, setOpen] = useState(false);
  const folded = !open && items.length > FACTS_SHOWN;
  const shown = folded ? [items[0], items[items.length - 1]] : items;
  return (
    <>
      {shown.map((item, at) => item && (
        <p key={item.n} class="fact" data-testid="entry" data-n={item.n} data-kind={item.kind}>
          {speech.value.clock(item.at)} · {factSentence(item, me.id, say)}
          {folded && at === 0 && (
            <> · <button type="button" onClick={() => setOpen(true)}>{say("fact.more", { count: items.length - 2 })}</button></>
          )}
        </p>
      ))}
    </>
  );
}
