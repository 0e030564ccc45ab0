import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { Row } from "../../core/protocol.ts";
import { TABS, neighbour, type Tab } from "../model/rows.ts";
import { SHOWN } from "../model/keys.ts";
import { useDesk } from "../state/desk.ts";
import { place } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { Icon } from "../../ui/Icon.tsx";
import { asked } from "../state/dialogs.ts";
import { EmptyList } from "./EmptyList.tsx";
import { RowItem } from "./RowItem.tsx";

/** The list of talks: three tabs, the longest wait first. */
export function ListColumn() {
  const { list, me } = useDesk();
  const tab = list.tab.value;
  const rows = list.shown.value;
  const waiting = rows.filter((row) => row.waiting !== null).length;
  const open = place.value.conv;
  const first = rows.some((row) => row.conv === open) ? open : (rows[0]?.conv ?? null);
  const drawn = useDrawn();
  const account = say("rail.account", { name: me.name });
  return (
    <section class="list" aria-label={say("list.label")}>
      <header>
        <h2>{say(`list.${tab}`)}</h2>
        {waiting > 0 && <span class="quiet">{say("list.waiting", { count: waiting })}</span>}
        <button type="button" class="icon-btn phone" aria-label={account} title={account} onClick={() => (asked.value = { kind: "account" })}>
          <Icon name="person" />
        </button>
      </header>
      <Tabs />
      <div class="rows" id="rows" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
        {rows.length === 0 && <EmptyList tab={tab} />}
        <ul data-testid="rows">
          {rows.map((row) => drawn(row, row.conv === first))}
        </ul>
      </div>
    </section>
  );
}

/** A row that has not changed is the same node as before, so that a word in one talk does not redraw the whole list. */
function useDrawn(): (row: Row, reachable: boolean) => VNode {
  const known = useRef(new WeakMap<Row, { reachable: boolean; node: VNode }>());
  return (row, reachable) => {
    const before = known.current.get(row);
    if (before?.reachable === reachable) return before.node;
    const node = <RowItem key={row.conv} row={row} reachable={reachable} />;
    known.current.set(row, { reachable, node });
    return node;
  };
}

function Tabs() {
  const { list } = useDesk();
  const counts = list.counts.value;
  function step(event: KeyboardEvent, from: Tab): void {
    const by = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = TABS.find((one) => one === neighbour(TABS, from, by));
    if (next === undefined) return;
    list.show(next);
    document.getElementById(`tab-${next}`)?.focus();
  }
  return (
    <div class="tabs" role="tablist" aria-label={say("list.label")}>
      {TABS.map((tab) => (
        <button key={tab} type="button" role="tab" id={`tab-${tab}`} aria-controls="rows" aria-selected={list.tab.value === tab}
          tabIndex={list.tab.value === tab ? 0 : -1} aria-keyshortcuts={SHOWN[tab]} data-testid={`tab-${tab}`}
          onClick={() => list.show(tab)} onKeyDown={(event) => step(event, tab)}>
          {say(`tab.${tab}`)}<em>{counts[tab]}</em>
        </button>
      ))}
    </div>
  );
}
