import { useEffect } from "preact/hooks";
import type { Row } from "../../core/protocol.ts";
import { neighbour, type Tab } from "../model/rows.ts";
import { SHOWN } from "../model/keys.ts";
import { useDesk } from "../state/desk.ts";
import { place } from "../state/place.ts";
import { selfOf } from "../state/self.ts";
import { say } from "../state/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { pull } from "../offers/offers.ts";
import { words } from "../offers/words.ts";
import { may } from "../state/api.ts";
import { asked } from "../state/dialogs.ts";
import { BulkBar } from "../lists/BulkBar.tsx";
import { EmptyView, ListTools, ViewStrip } from "../lists/ListHead.tsx";
import { EmptyList } from "./EmptyList.tsx";
import { RowItem } from "./RowItem.tsx";
import { useRowHeight } from "./useRowHeight.ts";
import { useWindow } from "./useWindow.ts";

/** The list of talks: tabs, the longest wait first. */
export function ListColumn() {
  const desk = useDesk();
  const { list, me, tools } = desk;
  const tab = list.tab.value;
  const view = tools.views.open.value;
  const rows = list.shown.value;
  const waiting = rows.filter((row) => row.waiting !== null).length;
  const account = say("rail.account", { name: selfOf(desk).name });
  return (
    <section class="list" aria-label={say("list.label")}>
      <header>
        <h2 data-testid="list-name">{view?.name ?? say(`list.${tab}`)}</h2>
        {waiting > 0 && <span class="quiet list-waiting">{say("list.waiting", { count: waiting })}</span>}
        <ListTools />
        <button type="button" class="icon-btn phone" aria-label={say("search.title")} title={say("search.title")} data-testid="search-phone"
          onClick={() => (asked.value = { kind: "search" })}>
          <Icon name="find" />
        </button>
        <button type="button" class="icon-btn phone" aria-label={account} title={account} onClick={() => (asked.value = { kind: "account" })}>
          <Icon name="person" />
        </button>
      </header>
      <Tabs />
      <ViewStrip />
      {tab === "queue" && !view && rows.length > 0 && may(me, "talks.write") && (
        <div class="rows-part"><Button kbd={SHOWN.pull} data-testid="pull" onClick={() => void pull(desk)}>{words("next")}</Button></div>
      )}
      <Rows rows={rows} tab={tab} />
      <BulkBar />
    </section>
  );
}

/** Only what is seen of a long list is drawn; its next page is fetched before its end is reached. A row whose props are the same is not
 * drawn anew (signals see to that); nodes are not kept here for it, because a kept node holds on to every list that it stood in. */
function Rows({ rows, tab }: { rows: readonly Row[]; tab: Tab }) {
  const { list, tools: { selection } } = useDesk();
  const open = place.value.conv;
  const height = useRowHeight();
  const over = list.over.value;
  const shown = over?.key ?? tab;
  const { box, from, to } = useWindow(rows.length, height, shown, (top) => list.scrolled(shown, top));
  const seen = rows.slice(from, to);
  const first = seen.some((row) => row.conv === open) ? open : (seen[0]?.conv ?? null);
  const edge = over ? over.edge.value : list.edge(tab);
  const more = over?.more ?? list.more;
  useEffect(() => {
    if (to >= rows.length && edge?.state === "here") more();
  }, [to, rows.length, edge?.state, shown]);
  const size = edge?.next == null ? rows.length : -1;
  return (
    <div class="rows" id="rows" ref={box} role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={-1} data-row={String(height)} data-picking={selection.some.value}>
      {rows.length === 0 && (over ? <EmptyView /> : edge?.next == null && <EmptyList tab={tab} />)}
      <ul data-testid="rows" style={{ paddingTop: `${from * height}px`, height: `${rows.length * height}px` }}>
        {seen.map((row, index) => <RowItem key={row.conv} row={row} reachable={row.conv === first} at={from + index + 1} of={size} />)}
      </ul>
      {edge?.next != null && (rows.length > 0 || over === null) && <Rest failed={edge.state === "failed"} more={more} />}
    </div>
  );
}

function Rest({ failed, more }: { failed: boolean; more: () => void }) {
  if (!failed) return <p class="rows-rest" role="status">{say("list.more")}</p>;
  return <p class="rows-rest" role="alert">{say("list.moreFailed")} <button type="button" class="link" onClick={more}>{say("list.moreAgain")}</button></p>;
}

function Tabs() {
  const { list } = useDesk();
  const counts = list.counts.value;
  function step(event: KeyboardEvent, from: Tab): void {
    const by = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = list.tabs.find((one) => one === neighbour(list.tabs, from, by));
    if (next === undefined) return;
    list.show(next);
    document.getElementById(`tab-${next}`)?.focus();
  }
  return (
    <div class="tabs" role="tablist" aria-label={say("list.label")}>
      {list.tabs.map((tab) => (
        <button key={tab} type="button" role="tab" id={`tab-${tab}`} aria-controls="rows" aria-selected={list.over.value === null && list.tab.value === tab}
          tabIndex={list.tab.value === tab ? 0 : -1} aria-keyshortcuts={SHOWN[tab]} data-testid={`tab-${tab}`}
          {...(tab === "resolved" ? { "aria-label": say("list.resolved"), title: say("list.resolved") } : {})}
          onClick={() => list.show(tab)} onKeyDown={(event) => step(event, tab)}>
          {tab === "resolved" ? <Icon name="check" size={18} /> : <>{say(`tab.${tab}`)}<em>{counts[tab]}</em></>}
        </button>
      ))}
    </div>
  );
}
