/** Parts that come when they are first needed: a chat that only looks at the start does not carry them. */

import { signal } from "@preact/signals";

export interface Lately<T> {
  /** The part, or null until it is here; `wanted` sends for it. In a component, which is drawn again when it comes. */
  use(wanted: boolean): T | null;
  /** A load that failed is tried again with the next wish. */
  load(): Promise<T>;
}

export function lately<T>(fetch: () => Promise<T>): Lately<T> {
  const part = signal<T | null>(null);
  let loading: Promise<T> | null = null;
  const load = (): Promise<T> =>
    (loading ??= fetch().then(
      (found) => (part.value = found),
      (reason: unknown) => {
        loading = null;
        throw reason;
      },
    ));
  return {
    load,
    use(wanted) {
      if (wanted && part.value === null) load().catch(() => undefined);
      return part.value;
    },
  };
}

/** Everything about files: with the first one that is chosen or shown. */
export const fileKit = lately(() => import("./files/kit.ts"));
/** What one does with what was said: with the first line of a talk. */
export const doing = lately(() => import("./parts/doing.ts"));

/** The looks of a part, in the document from now on. */
export function dress(css: string): void {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
}
