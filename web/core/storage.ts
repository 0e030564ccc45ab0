/** Storage that may be forbidden, full or emptied at any moment: it never throws, and memory stands in where it fails. */

export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

type Native = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** `open` gives the browser's storage (the access itself may throw, as in a third-party iframe with storage blocked). */
export function guarded(open: () => Native | null = () => globalThis.localStorage): Keep {
  const memory = new Map<string, string>();
  let native: Native | null = null;
  try {
    native = open();
  } catch {
    native = null;
  }
  const attempt = <T>(act: (store: Native) => T): T | null => {
    if (native === null) return null;
    try {
      return act(native);
    } catch {
      return null;
    }
  };
  return {
    get: (key) => memory.get(key) ?? attempt((store) => store.getItem(key)),
    set(key, value) {
      const kept = attempt((store) => (store.setItem(key, value), store.getItem(key) === value));
      if (kept === true) memory.delete(key);
      else memory.set(key, value);
    },
    remove(key) {
      memory.delete(key);
      attempt((store) => store.removeItem(key));
    },
    keys(prefix) {
      const found = new Set([...memory.keys()].filter((key) => key.startsWith(prefix)));
      attempt((store) => {
        for (let i = 0; i < store.length; i++) {
          const key = store.key(i);
          if (key?.startsWith(prefix)) found.add(key);
        }
      });
      return [...found].sort();
    },
  };
}
