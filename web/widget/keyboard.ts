/** What had the keyboard may vanish by being pressed: a form that was sent, a choice that was made. Then it goes on with what stands
 * in that place now, or in the box; never back to the top of the page. */

const REACHED = 'button, input, select, textarea, a[href], [tabindex="0"]';

export function keepFocus(root: HTMLElement, box: () => void): void {
  let path: HTMLElement[] = [];
  // Where a finger or a mouse is at work nothing needs the focus, and on a phone it would bring up the keyboard.
  root.addEventListener("focusin", (event) => {
    path = (event.target as Element).matches(":focus-visible") ? (event.composedPath() as HTMLElement[]) : [];
  });
  new MutationObserver(() => {
    if (!path[0] || path[0].isConnected) return;
    const place = path.find((one) => one.isConnected);
    path = [];
    const next = place?.matches("main, #chat") ? null : place?.querySelector<HTMLElement>(REACHED);
    if (next) next.focus({ preventScroll: true });
    else box();
  }).observe(root, { childList: true, subtree: true });
}
