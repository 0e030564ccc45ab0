/** What the page tells about the line: offline, online, put away for the back button, shown again. */

export interface PageEvents {
  /** The line will not hold: the browser is offline, or the page is being put away. */
  lost(offline: boolean): void;
  /** A good moment to try at once. */
  back(): void;
}

/** `page` is the window; null where there is none. A hidden page closes its socket, so that the browser may keep the page. */
export function watchPage(page: EventTarget | null, on: PageEvents): void {
  page?.addEventListener("offline", () => on.lost(true));
  page?.addEventListener("online", () => on.back());
  page?.addEventListener("pagehide", () => on.lost(false));
  page?.addEventListener("pageshow", () => on.back());
  globalThis.document?.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") on.back();
  });
}
