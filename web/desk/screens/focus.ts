import { revealed } from "../model/window.ts";

/** Where the keyboard goes; each is harmless when the place is not on the screen. */
export function focusBox(): void {
  document.querySelector<HTMLElement>("[data-testid=composer]")?.focus();
}

/** `index`: where it stands in its list, of which only a part is drawn. */
export function focusRow(conv: string, index?: number): void {
  const found = (): HTMLElement | null => document.querySelector(`[data-testid=row][data-conv="${CSS.escape(conv)}"]`);
  const box = document.getElementById("rows");
  if (box && index !== undefined) box.scrollTop = revealed(index, box.scrollTop, box.clientHeight, Number(box.dataset.row));
  const row = found();
  if (row) row.focus({ preventScroll: index !== undefined });
  else requestAnimationFrame(() => requestAnimationFrame(() => found()?.focus({ preventScroll: true })));
}

/** The row that has the keyboard, if one has. */
export function focusedRow(): string | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-testid=row]");
  return row?.dataset.conv ?? null;
}

/** Back from elsewhere: the way there, where it is on the screen, or the open talk's row, or the list itself. */
export function focusInbox(): void {
  const places = ["[data-testid=settings]", "[data-testid=row][aria-current=true]", "#rows", "#talk"];
  for (const one of places) {
    const found = document.querySelector<HTMLElement>(one);
    if (found?.checkVisibility()) return found.focus();
  }
}
