import { effect } from "@preact/signals";
import type { Outbox } from "../../core/outbox.ts";
import type { ServerFrame } from "../../core/protocol.ts";
import type { List } from "../state/list.ts";
import { Bulk } from "./bulk.ts";
import { Selection } from "./selection.ts";
import { Views } from "./views.ts";

interface Ports {
  list: List;
  outbox: Outbox;
  release(conv: string): void;
  seen(conv: string): number | undefined;
  /** Who may hand on what colleagues hold; null: this operator may not. */
  leads: number | null;
}

/** What the lists can do beside showing: saved views, choosing several talks, doing something with all of them. */
export class ListTools {
  readonly views: Views;
  readonly selection = new Selection();
  readonly bulk: Bulk;
  private readonly stops: (() => void)[];

  constructor({ list, outbox, release, seen, leads }: Ports) {
    this.views = new Views(list);
    list.heard = (convs, whole) => this.views.heard(convs, whole);
    this.bulk = new Bulk({
      say: (command) => outbox.submit(command).done,
      rows: () => list.shown.peek(), release, seen, leads, clear: this.selection.clear,
    });
    this.views.start();
    this.stops = [
      () => this.views.stop(),
      // another list: what was chosen stood in the one before
      effect(() => { void [list.tab.value, this.views.open.value?.id]; this.selection.clear(); }),
      effect(() => { if (this.selection.chosen.value.size > 0) this.selection.keep(list.shown.value.map((row) => row.conv)); }),
    ];
  }

  hear(frame: ServerFrame): void {
    if (frame.t === "counts") this.views.stir();
    if (frame.t === "views") void this.views.load();
  }

  stop(): void {
    for (const stop of this.stops) stop();
  }
}
