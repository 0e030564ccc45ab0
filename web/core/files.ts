/** Files in a talk, as both sides know them: limits, and where they can be read now. */

import { streamOf, type ClientFrame, type ServerFrame } from "./protocol.ts";

/** One file of a message; `w` and `h` are there for a picture that may be shown in place. */
export interface FileRef {
  id: string;
  name: string;
  type: string;
  size: number;
  w: number | null;
  h: number | null;
}

/** Of one file, and of one message (docs/protocol.md, «Files»). */
export const MOST_BYTES = 20 * 1024 * 1024;
export const MOST_FILES = 10;
/** Addresses live for ten minutes; they are asked for again a little earlier. */
export const LINK_MS = 9 * 60_000;

/** Whether this is a picture that may be made smaller before it leaves (shrink.ts): HEIC is told by its name where the browser
 * does not know it. */
export const isPicture = (file: File): boolean => /\.hei[cf]$/i.test(file.name) || /^image\/(jpeg|png|webp|hei[cf])/.test(file.type);

export type Urls = Readonly<Record<string, string>>;

export interface Links {
  /** The addresses of a message's files; rejects when they cannot be had now. */
  of(conv: string, n: number): Promise<Urls>;
  take(frame: ServerFrame): void;
}

/** `send` says whether the frame went out; `patience` (ms) is how long an answer may take. */
export function createLinks(send: (frame: ClientFrame) => boolean, patience = 10_000): Links {
  const asked = new Map<string, ((urls: Urls) => void)[]>();
  const keyOf = (id: string, n: number): string => `${id} ${n}`;
  return {
    of(conv, n) {
      const key = keyOf(streamOf(conv), n);
      return new Promise((resolve, reject) => {
        const waiting = asked.get(key) ?? [];
        if (waiting.length === 0 && !send({ t: "files", conv, n })) return reject(new Error("no line"));
        asked.set(key, [...waiting, resolve]);
        setTimeout(() => {
          asked.delete(key);
          reject(new Error("no answer"));
        }, patience);
      });
    },
    take(frame) {
      if (frame.t !== "files") return;
      const key = keyOf(frame.id, frame.n);
      asked.get(key)?.forEach((answer) => answer(frame.urls));
      asked.delete(key);
    },
  };
}
