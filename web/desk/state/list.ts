import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Line } from "../../core/line.ts";
import { guarded } from "../../core/storage.ts";
import { clearPeek, takePeek, type Peeks } from "../model/peeks.ts";
import { countTabs, countWaiting, dropRows, markRead, NO_ROWS, rowsOf, TABS, takeRows, type Rows, type Tab } from "../model/rows.ts";
import type { Row } from "../../core/protocol.ts";

export const LIST = "list:open";

/** The list of open talks, its tabs and what is being typed in them. */
export function createList(line: Line, me: number) {
  const keep = guarded(() => globalThis.sessionStorage);
  const rows = signal<Rows>(NO_ROWS);
  const known = signal(false);
  const peeks = signal<Peeks>(new Map());
  const tab = signal<Tab>(TABS.find((one) => one === keep.get("pult.tab")) ?? "mine");

  function take(news: Row[], whole: boolean, gone: string[] = []): void {
    for (const row of news) {
      const before = rows.value.open.get(row.conv);
      if (row.by === "contact" && before && row.last > before.last && row.text !== before.text) peeks.value = clearPeek(peeks.value, row.conv);
    }
    // A visitor's words stand in the list now: they have come to the team.
    if (!whole) for (const row of news) if (row.by === "contact") line.send({ t: "got", conv: row.conv, n: row.last });
    rows.value = dropRows(takeRows(rows.value, news, whole), gone);
    known.value = true;
  }

  const shown: ReadonlySignal<Row[]> = computed(() => rowsOf(rows.value, tab.value, me));
  return {
    rows,
    /** False until the first answer: an empty list is not yet known to be empty. */
    known,
    tab,
    peeks,
    shown,
    counts: computed(() => countTabs(rows.value, me)),
    waiting: computed(() => countWaiting(rows.value, me)),
    follow: () => line.follow(LIST, { rows: take }),
    show(next: Tab): void {
      keep.set("pult.tab", next);
      tab.value = next;
    },
    peek(conv: string, k: number, text: string): void {
      peeks.value = takePeek(peeks.value, conv, { k, text }, Date.now());
    },
    said: (conv: string): void => void (peeks.value = clearPeek(peeks.value, conv)),
    read: (conv: string, n: number): void => void (rows.value = markRead(rows.value, conv, n)),
  };
}

export type List = ReturnType<typeof createList>;
