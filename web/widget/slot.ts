/** One value in a storage of the host's page; where that is forbidden or full, in memory for as long as the page lives. */

export interface Slot {
  get(): string | null;
  /** null: away with it. */
  set(value: string | null): void;
}

export function slot(open: () => Storage, name: string): Slot {
  let memory: string | null = null;
  return {
    get() {
      try {
        return open().getItem(name) ?? memory;
      } catch {
        return memory;
      }
    },
    set(value) {
      memory = value;
      try {
        if (value === null) open().removeItem(name);
        else open().setItem(name, value);
      } catch {
        // Memory has it.
      }
    },
  };
}
