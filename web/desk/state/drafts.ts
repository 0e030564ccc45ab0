import { signal } from "@preact/signals";
import { guarded, type Keep } from "../../core/storage.ts";

export type Mode = "reply" | "note";

export interface Draft {
  mode: Mode;
  reply: string;
  note: string;
  /** The number of the message that the reply answers. */
  quote?: number | null;
}

const EMPTY: Draft = { mode: "reply", reply: "", note: "" };

/** What one operator has written and not sent, per talk: in memory, and in this tab's storage so that a reload loses nothing. */
export function createDrafts(operator: number, keep: Keep = guarded(() => globalThis.sessionStorage)) {
  const known = signal<ReadonlyMap<string, Draft>>(new Map());
  const keyOf = (conv: string): string => `pult.draft.${operator}.${conv}`;

  function of(conv: string): Draft {
    return known.value.get(conv) ?? read(keep.get(keyOf(conv)));
  }

  function change(conv: string, part: Partial<Draft>): void {
    const next = { ...of(conv), ...part };
    known.value = new Map(known.value).set(conv, next);
    if (next.reply || next.note) keep.set(keyOf(conv), JSON.stringify(next));
    else keep.remove(keyOf(conv));
  }

  /** Words that come back into the box stand before what is there already. */
  function giveBack(conv: string, mode: Mode, text: string): void {
    const now = of(conv)[mode];
    change(conv, { mode, [mode]: now.trim() ? `${text}\n${now}` : text });
  }

  return { of, change, giveBack };
}

export type Drafts = ReturnType<typeof createDrafts>;

function read(text: string | null): Draft {
  try {
    const value = JSON.parse(text ?? "null") as Partial<Draft> | null;
    if (!value) return EMPTY;
    return { mode: value.mode === "note" ? "note" : "reply", reply: String(value.reply ?? ""), note: String(value.note ?? ""), quote: value.quote ?? null };
  } catch {
    return EMPTY;
  }
}
