/** Values that know who has read them: the part of @preact/signals that the widget uses, in a tenth of its weight.
 *
 * Who reads a value is told once of its next change and has to read again to hear of another one. Effects run in a microtask.
 */

type Told = () => void;

interface Watch { told: Set<Told> }

let reader: Told | null = null;

/** Runs `read`; `told` is called when something that was read in it has changed. */
export function watched<T>(told: Told | null, read: () => T): T {
  const outer = reader;
  reader = told;
  try {
    return read();
  } finally {
    reader = outer;
  }
}

const hear = (watch: Watch): void => void (reader !== null && watch.told.add(reader));

function tell(watch: Watch): void {
  const all = [...watch.told];
  watch.told.clear();
  for (const one of all) one();
}

export function signal<T>(first: T): { value: T } {
  const watch: Watch = { told: new Set() };
  let now = first;
  return {
    get value() {
      hear(watch);
      return now;
    },
    set value(next) {
      if (Object.is(now, next)) return;
      now = next;
      tell(watch);
    },
  };
}

/** Counted when it is read, and anew only after something in it has changed. */
export function computed<T>(count: () => T): { readonly value: T } {
  const watch: Watch = { told: new Set() };
  let now: { value: T } | null = null;
  const stale = (): void => {
    now = null;
    tell(watch);
  };
  return {
    get value() {
      hear(watch);
      return (now ??= { value: watched(stale, count) }).value;
    },
  };
}

export function effect(run: () => void): void {
  let asked = false;
  const again = (): void => {
    if (asked) return;
    asked = true;
    queueMicrotask(go);
  };
  const go = (): void => {
    asked = false;
    watched(again, run);
  };
  go();
}

/** Nothing here is told before the microtask, so there is nothing to hold back. */
export const batch = (act: () => void): void => act();
