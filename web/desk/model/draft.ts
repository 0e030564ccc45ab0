import type { FileRef } from "../../core/files.ts";

export type Mode = "reply" | "note";

/** The saved reply that a text came from, and the very words that were put into the box. */
export interface Chosen {
  id: number;
  language: string;
  text: string;
}

/** What an operator has begun in one talk and not sent. */
export interface Draft {
  mode: Mode;
  reply: string;
  note: string;
  /** The number of the message that the reply answers. */
  quote?: number | null;
  files?: readonly FileRef[];
  /** Where the talk stood when the reply was begun: the number in the log, and the newest public number. */
  began?: number | null;
  seen?: number | null;
  /** The words of the reply were written as a note first. */
  fromNote?: boolean;
  canned?: Chosen | null;
}

/** A draft as the server keeps it; `version` 0: nothing is kept. */
export interface Kept {
  version: number;
  draft: Draft;
}

export const EMPTY: Draft = { mode: "reply", reply: "", note: "" };
/** A reply that has gone leaves this behind. */
export const NO_REPLY: Partial<Draft> = { reply: "", quote: null, files: [], began: null, seen: null, fromNote: false, canned: null };

export const isEmpty = (draft: Draft): boolean => !draft.reply && !draft.note && !draft.files?.length && !draft.quote;

/** Whether the list should say that something is begun here. */
export const isBegun = (draft: Draft): boolean => draft.reply.trim() !== "" || draft.note.trim() !== "" || (draft.files?.length ?? 0) > 0;

/** Brings together what this desk has typed and what another one has: both started from `base`. No typed word is lost. */
export function merge(base: Draft, mine: Draft, theirs: Draft): Draft {
  return {
    ...mine,
    reply: together(base.reply, mine.reply, theirs.reply),
    note: together(base.note, mine.note, theirs.note),
    files: [...(theirs.files ?? []), ...(mine.files ?? []).filter((file) => !theirs.files?.some((one) => one.id === file.id))],
  };
}

function together(base: string, mine: string, theirs: string): string {
  if (mine === base) return theirs;
  if (theirs === base || mine.includes(theirs)) return mine;
  if (theirs.includes(mine)) return theirs;
  return `${theirs}\n${mine}`;
}
