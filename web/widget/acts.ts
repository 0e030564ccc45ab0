/** What a visitor does with what was said: answers a line, mends it, takes it back; and ends the talk. */

import { signal, type ReadonlySignal } from "@preact/signals";
import type { Given } from "../core/forms.ts";
import type { Item } from "../core/item.ts";
import type { Outbox } from "../core/outbox.ts";

/** The server's limit for changing own words (docs/protocol.md). */
const CHANGES_FOR = 15 * 60_000;

/** What the composer is about besides new words. */
export interface About {
  act: "quote" | "edit";
  item: Item;
}

export interface Acts {
  about: ReadonlySignal<About | null>;
  /** A change was refused; a code of docs/protocol.md. */
  refused: ReadonlySignal<string | null>;
  take(act: About["act"], item: Item): void;
  leave(): void;
  /** The text of the composer goes where it belongs; false: it is new words, with this number quoted. */
  spend(text: string): { mended: true } | { mended: false; quote?: number };
  /** The server's clock: a visitor's may be days away from it. */
  now(): number;
  mayChange(item: Item): boolean;
  erase(item: Item): void;
  /** Answers the form of a line; the refusal's code, or null when the answer stands in the log. */
  answer(item: Item, fields: Given): Promise<string | null>;
  end(): void;
}

interface Ports {
  outbox: Outbox;
  conv(): string | null;
  top(): number;
  /** The server's clock minus ours. */
  skew(): number;
}

export function createActs({ outbox, conv, top, skew }: Ports): Acts {
  const about = signal<About | null>(null);
  const refused = signal<string | null>(null);
  const now = (): number => Date.now() + skew();

  async function change(word: Parameters<Outbox["submit"]>[0]): Promise<void> {
    refused.value = null;
    const { cid, done } = outbox.submit(word, top());
    const outcome = await done;
    if (outcome.ok) return;
    refused.value = outcome.error.code;
    outbox.remove(cid);
  }

  return {
    about,
    refused,
    take: (act, item) => void (about.value = { act, item }),
    leave: () => void (about.value = null),
    spend(text) {
      const now = about.value;
      about.value = null;
      if (now?.act !== "edit") return { mended: false, ...(now ? { quote: now.item.n } : {}) };
      const id = conv();
      if (id !== null && text !== now.item.text) void change({ t: "edit", conv: id, n: now.item.n, text });
      return { mended: true };
    },
    async answer(item, fields) {
      const outcome = await outbox.submit({ t: "answer", conv: conv() ?? "", n: item.n, fields }, top()).done;
      return outcome.ok ? null : outcome.error.code;
    },
    now,
    mayChange: (item) => item.by.kind === "you" && !item.erased && now() < item.at + CHANGES_FOR,
    erase(item) {
      const id = conv();
      if (about.value?.item.n === item.n) about.value = null;
      if (id !== null) void change({ t: "erase", conv: id, n: item.n });
    },
    end() {
      const id = conv();
      if (id !== null) void change({ t: "end", conv: id });
    },
  };
}
