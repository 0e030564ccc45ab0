/** Where the keyboard goes; each is harmless when the place is not on the screen. */
export function focusBox(): void {
  document.querySelector<HTMLElement>("[data-testid=composer]")?.focus();
}

export function focusRow(conv: string): void {
  const row = document.querySelector<HTMLElement>(`[data-testid=row][data-conv="${CSS.escape(conv)}"]`);
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
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
