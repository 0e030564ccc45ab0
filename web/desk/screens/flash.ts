/** Brings a line of the log before somebody's eyes and lets it stand out for a moment. */
export function flash(n: number): void {
  requestAnimationFrame(() => {
    const line = document.querySelector<HTMLElement>(`[data-testid=log] > [data-n="${n}"]`);
    if (!line) return;
    line.scrollIntoView({ block: "center" });
    line.classList.add("flash");
    setTimeout(() => line.classList.remove("flash"), 2_000);
  });
}

/** The line above what came while nobody was looking. */
export function toUnread(): boolean {
  const line = document.querySelector<HTMLElement>("[data-testid=unread-line]");
  line?.scrollIntoView({ block: "start" });
  return line !== null;
}
