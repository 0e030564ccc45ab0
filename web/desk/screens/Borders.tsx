import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { guarded } from "../../core/storage.ts";
import { say } from "../state/settings.ts";

const SIDES = { list: { first: 336, least: 240, most: 560 }, side: { first: 320, least: 220, most: 560 } } as const;
type Side = keyof typeof SIDES;
const STEP = 16;

const keep = guarded();
const kept = (side: Side): number | null => {
  const width = Number(keep.get(`pult.width.${side}`));
  return Number.isInteger(width) && width >= SIDES[side].least && width <= SIDES[side].most ? width : null;
};
/** Widths that somebody has set on this device; null: as the desk is made. */
const widths = { list: signal(kept("list")), side: signal(kept("side")) };

/** For the grid of the desk. */
export const columnWidths = (): Record<string, string> =>
  Object.fromEntries((["list", "side"] as const).flatMap((side) => (widths[side].value === null ? [] : [[`--${side}-wide`, `${widths[side].value}px`]])));

function set(side: Side, width: number | null): void {
  const { least, most } = SIDES[side];
  widths[side].value = width === null ? null : Math.round(Math.min(most, Math.max(least, width)));
  if (width === null) keep.remove(`pult.width.${side}`);
  else keep.set(`pult.width.${side}`, String(widths[side].value));
}

/** The borders of the list and of the person: dragged, or moved by arrows; two clicks put them back. */
export function Borders() {
  return <><Border side="list" /><Border side="side" /></>;
}

function Border({ side }: { side: Side }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const towards = side === "list" ? 1 : -1;
  const { first, least, most } = SIDES[side];
  const column = (): number => document.querySelector(`.desk .${side}`)?.getBoundingClientRect().width ?? first;
  return (
    <div class={`border border-${side}`} role="separator" tabIndex={0} aria-orientation="vertical" aria-label={say(`border.${side}`)} data-testid={`border-${side}`}
      aria-valuenow={widths[side].value ?? first} aria-valuemin={least} aria-valuemax={most} title={say("border.how")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: column() };
      }}
      onPointerMove={(event) => from.current && set(side, from.current.width + (event.clientX - from.current.x) * towards)}
      onLostPointerCapture={() => (from.current = null)}
      onDblClick={() => set(side, null)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.code];
        if (step) set(side, column() + step * towards);
        else if (event.code === "Home") set(side, null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }} />
  );
}
