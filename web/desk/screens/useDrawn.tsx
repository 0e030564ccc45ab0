import type { VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { DeskView } from "../../core/fold.ts";
import type { Item } from "../../core/item.ts";
import type { Line } from "../model/lines.ts";
import { say, speech } from "../state/settings.ts";
import { FactsLine } from "./FactsLine.tsx";
import { SaidLine } from "./SaidLine.tsx";

/** What a line of the log is drawn from. */
interface Drawn {
  items: readonly Item[];
  state: DeskView["state"];
  read: boolean;
  got: boolean;
  quoted: Item | undefined;
  node: VNode;
}

/** The lines of the log as nodes. A line in which nothing is new keeps its node, so that nothing of it is compared again: a talk of
 * thousands of lines is scrolled, and grows by pages, without being drawn anew. */
export function useDrawn(lines: readonly Line[], view: DeskView, read: number | null, got: number | null): VNode[] {
  const kept = useRef<ReadonlyMap<string, Drawn>>(new Map());
  return useMemo(() => {
    const numbered = new Map(view.items.map((item) => [item.n, item]));
    const drawn = new Map<string, Drawn>();
    for (const line of lines) {
      const items = line.kind === "said" ? [line.item] : line.kind === "facts" ? line.items : [];
      const [item] = line.kind === "said" ? items : [];
      const now = { items, state: view.state, read: item?.n === read && read !== null, got: item?.n === got && got !== null,
        quoted: item?.quote == null ? undefined : numbered.get(item.quote) };
      const before = kept.current.get(line.key);
      drawn.set(line.key, before && isSame(before, now) ? before : { ...now, node: draw(line, now) });
    }
    kept.current = drawn;
    return [...drawn.values()].map((one) => one.node);
  }, [lines, view, read, got]);
}

function isSame(before: Drawn, now: Omit<Drawn, "node">): boolean {
  return before.state === now.state && before.read === now.read && before.got === now.got && before.quoted === now.quoted
    && before.items.length === now.items.length && now.items.every((item, i) => item === before.items[i]);
}

function draw(line: Line, { state, read, got, quoted }: Omit<Drawn, "node">): VNode {
  if (line.kind === "facts") return <FactsLine key={line.key} items={line.items} />;
  if (line.kind === "said") return <SaidLine key={line.key} item={line.item} state={state} read={read} got={got} quoted={quoted} />;
  if (line.kind === "unread") return <Unread key={line.key} />;
  return <Day key={line.key} at={line.at} />;
}

function Unread() {
  return <p class="past-line unread-line" data-testid="unread-line"><span>{say("log.unread")}</span></p>;
}

function Day({ at }: { at: number }) {
  return <p class="day">{speech.value.day(at, Date.now())}</p>;
}
