import type { FileRef } from "../../core/files.ts";
import type { Chosen, Kept, Mode } from "../model/draft.ts";
import { EMPTY } from "../model/draft.ts";
import { ask, field } from "./api.ts";
import type { Remote } from "./drafts.ts";

/** A draft on the wire (docs/protocol.md, «Drafts»). */
interface Wire {
  conv: string;
  version: number;
  mode: Mode;
  reply: string;
  note: string;
  quote: number | null;
  files: FileRef[];
  began: number | null;
  seen: number | null;
  from_note: boolean;
  canned: Chosen | null;
}

const NOTHING: Kept = { version: 0, draft: EMPTY };

function keptOf(wire: Wire | null): Kept {
  if (wire === null) return NOTHING;
  const { version, mode, reply, note, quote, files, began, seen, from_note: fromNote, canned } = wire;
  return { version, draft: { mode, reply, note, quote, files, began, seen, fromNote, canned } };
}

/** Names this page to itself, so that it does not hear its own echo. */
export const WINDOW = Math.random().toString(36).slice(2);

/** Drafts over HTTP. */
export const remoteDrafts: Remote = {
  async every() {
    const list = field((await good(ask("GET", "/api/drafts"))).body, "drafts") as Wire[];
    return new Map(list.map((wire) => [wire.conv, keptOf(wire)]));
  },
  async one(conv) {
    return keptOf(field((await good(ask("GET", pathOf(conv)))).body, "draft") as Wire | null);
  },
  async put(conv, base, draft, last) {
    const body = {
      base, window: WINDOW, mode: draft.mode, reply: draft.reply, note: draft.note, quote: draft.quote ?? null,
      files: (draft.files ?? []).map((file) => file.id), began: draft.began ?? null, seen: draft.seen ?? null,
      from_note: draft.fromNote ?? false, canned: draft.canned ?? null,
    };
    const answer = await ask("PUT", pathOf(conv), body, last);
    if (answer.status === 412) return { stands: keptOf(field(answer.body, "draft") as Wire | null) };
    // the talk is gone, or no server would take this: it is not tried for ever
    if ([404, 413, 422].includes(answer.status)) return { version: base };
    await good(Promise.resolve(answer));
    return { version: Number(field(answer.body, "version")) };
  },
};

const pathOf = (conv: string): string => `/api/drafts/${encodeURIComponent(conv)}`;

async function good<T extends { status: number }>(asked: Promise<T>): Promise<T> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`status ${answer.status}`);
  return answer;
}
