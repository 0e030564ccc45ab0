import { useEffect, useRef, useState } from "preact/hooks";
import type { Contact, Rating } from "../../core/protocol.ts";
import type { Ban } from "../bans/bans.ts";
import { ask, type Answer } from "../settings/requests.ts";
import { takeHere } from "../state/here.ts";

export interface Earlier {
  conv: string;
  no: number;
  topic: string | null;
  text: string | null;
  status: string;
  at: number;
  who: string | null;
  rated: Rating | null;
  channel: { kind: string; name: string };
}
export interface Note { id: number; version: number; text: string; by: string; by_id: number; at: number; edited: number | null }
export interface Beside { earlier: Earlier[]; more: boolean; notes: Note[]; bans: Ban[]; here: boolean }

export interface BesideState {
  /** Null: not known yet, or it cannot be asked now. */
  beside: Beside | null;
  failed: boolean;
  again: () => Promise<void>;
}

const at = (conv: string, rest: string): string => `/api/talks/${encodeURIComponent(conv)}/${rest}`;

/** What stands beside a talk; asked anew when there is news about who writes, the talk ends or begins again, or the line comes back. */
export function useBeside(conv: string, contact: Contact, status: string, live: boolean): BesideState {
  const [held, setHeld] = useState<{ conv: string; beside: Beside | null; failed: boolean }>({ conv, beside: null, failed: false });
  const open = useRef(conv);
  const asked = useRef(0);
  open.current = conv;
  async function again(): Promise<void> {
    if (open.current !== conv) return; // an undo, for one, may come when another talk is open
    const mine = ++asked.current;
    const answer = await ask<Beside>("GET", at(conv, "context"));
    if (mine !== asked.current) return; // the answer to an older look may come after a newer one's
    if (answer.ok) takeHere(conv, answer.body.here);
    setHeld((before) => ({ conv, beside: answer.ok ? answer.body : before.conv === conv ? before.beside : null, failed: !answer.ok }));
  }
  useEffect(() => void (live && again()), [conv, contact, status, live]);
  return held.conv === conv ? { beside: held.beside, failed: held.failed, again } : { beside: null, failed: false, again };
}

export const addNote = (conv: string, text: string): Promise<Answer<Note>> => ask<Note>("POST", at(conv, "notes"), { text });
export const changeNote = (conv: string, note: Note, text: string): Promise<Answer<Note>> =>
  ask<Note>("PUT", at(conv, `notes/${note.id}`), { text, version: note.version });
export const removeNote = (conv: string, note: Note): Promise<Answer<null>> => ask<null>("DELETE", at(conv, `notes/${note.id}`));
export const restoreNote = (conv: string, note: Note): Promise<Answer<Note>> => ask<Note>("POST", at(conv, `notes/${note.id}/restore`));
