/** What the visitor types, for whoever holds the talk: at most five frames a second, the last one always. */

import { wellFormed } from "../core/text.ts";

const EVERY = 200;
/** Characters that are shown; the end is what matters. */
const SHOWN = 1_000;

export interface Peek {
  typed(text: string): void;
  /** The text became a message: nothing more of it may follow. */
  sent(): void;
  /** The line is cut: it starts again with the next key. */
  forget(): void;
}

/** `send` says whether the frame went out; `allowed` is the site's setting. */
export function createPeek(send: (k: number, text: string) => boolean, allowed: () => boolean): Peek {
  let k = 0;
  let last = 0;
  let shown = "";
  let wanted = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    timer = undefined;
    if (wanted === shown || !allowed()) return;
    last = Date.now();
    // By the clock, so that a reloaded page is never behind what it said before.
    k = Math.max(k + 1, last);
    if (send(k, wanted)) shown = wanted;
  }

  return {
    typed(text) {
      wanted = wellFormed(text.slice(-SHOWN));
      timer ??= setTimeout(flush, Math.max(0, last + EVERY - Date.now()));
    },
    sent() {
      clearTimeout(timer);
      timer = undefined;
      wanted = shown = "";
    },
    forget() {
      shown = "";
    },
  };
}
