/** The streams that a line follows: which number comes next, what is a repeat, what is a hole. No socket here. */

import { DESK } from "./half.ts";
import type { ClientFrame, Contact, Entry, Row, ServerFrame, SnapFrame, DeskState, VisitorState } from "./protocol.ts";

/** What a follower of a stream is told; all in order, each entry exactly once. */
export interface Follower {
  snap?(frame: SnapFrame<DeskState | VisitorState>): void;
  entries?(entries: Entry[]): void;
  /** Everything up to `top` has come; from here it is live. */
  live?(top: number): void;
  gone?(): void;
  rows?(rows: Row[], whole: boolean, gone?: string[], left?: string[]): void;
  page?(entries: Entry[], first: number): void;
  marks?(marks: { visitor?: number; team?: number; got?: number }): void;
  peek?(k: number, text: string): void;
  typing?(name: string | null, on: boolean): void;
  contact?(contact: Contact): void;
}

interface Stream {
  follower: Follower;
  last: number;
  /** The newest number we know of; above `last` there is a hole. */
  known: number;
  hole: ReturnType<typeof setTimeout> | null;
}

export interface Streams {
  add(id: string, follower: Follower, last: number): void;
  drop(id: string): void;
  /** For hello: every stream with the last number seen. */
  positions(): [string, number][];
  size(): number;
  take(frame: ServerFrame): void;
  /** The socket is gone: what was asked will not be answered. */
  rest(): void;
}

/** `ask` sends a frame when the line is up; `patience` is when a fetch is asked again (ms). */
export function createStreams(ask: (frame: ClientFrame) => void, patience: number): Streams {
  const all = new Map<string, Stream>();

  function mend(id: string, stream: Stream): void {
    if (stream.hole !== null || stream.known <= stream.last) return;
    ask({ t: "fetch", id, from: stream.last + 1 });
    stream.hole = setTimeout(() => {
      stream.hole = null;
      mend(id, stream);
    }, patience);
  }

  function settle(stream: Stream): void {
    if (stream.hole !== null) clearTimeout(stream.hole);
    stream.hole = null;
  }

  function entries(id: string, stream: Stream, list: Entry[]): void {
    const fresh: Entry[] = [];
    for (const entry of list) {
      if (entry.n > stream.known) stream.known = entry.n;
      if (entry.n !== stream.last + 1) continue;
      stream.last = entry.n;
      fresh.push(entry);
    }
    if (fresh.length > 0) {
      settle(stream);
      stream.follower.entries?.(fresh);
    }
    mend(id, stream);
  }

  function snap(stream: Stream, frame: SnapFrame<DeskState | VisitorState>): void {
    settle(stream);
    stream.last = frame.top;
    stream.known = frame.top;
    stream.follower.snap?.(frame);
  }

  function upTo(id: string, stream: Stream, top: number): void {
    if (top > stream.known) stream.known = top;
    mend(id, stream);
  }

  return {
    add: (id, follower, last) => void all.set(id, { follower, last, known: last, hole: null }),
    drop(id) {
      const stream = all.get(id);
      if (stream) settle(stream);
      all.delete(id);
    },
    positions: () => [...all].map(([id, stream]) => [id, stream.last]),
    size: () => all.size,
    rest: () => all.forEach(settle),
    take(frame) {
      const id = "id" in frame ? frame.id : null;
      const stream = id === null ? undefined : all.get(id);
      if (id === null || stream === undefined) return;
      const { follower } = stream;
      if (frame.t === "ev") entries(id, stream, frame.e);
      else if (frame.t === "snap") snap(stream, frame);
      else if (frame.t === "pos") upTo(id, stream, frame.top);
      else if (frame.t === "live") {
        upTo(id, stream, frame.top);
        follower.live?.(frame.top);
      } else if (frame.t === "gone") {
        settle(stream);
        all.delete(id);
        follower.gone?.();
      } else if (DESK && frame.t === "rows") follower.rows?.(frame.rows, frame.whole === true, frame.gone, frame.left);
      else if (frame.t === "page") follower.page?.(frame.entries, frame.first);
      else if (frame.t === "marks") follower.marks?.(frame);
      else if (DESK && frame.t === "peek") follower.peek?.(frame.k, frame.text);
      else if (frame.t === "typing") follower.typing?.(frame.name ?? null, frame.on);
      else if (DESK && frame.t === "contact") follower.contact?.(frame.contact);
    },
  };
}
