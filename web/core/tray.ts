/** Files on their way up: each goes by itself, two at once, and after a cut goes on by itself under the same upload id. */

import { signal, type ReadonlySignal } from "@preact/signals";
import { isPicture, MOST_BYTES, MOST_FILES, type FileRef } from "./files.ts";

export interface Piece {
  /** The upload's id: the same for every try, so that a repeat makes no second file. */
  id: string;
  name: string;
  size: number;
  /** `waits`: the line is cut, it goes on by itself. */
  state: "queued" | "sending" | "waits" | "done" | "failed";
  /** 0 to 1. */
  sent: number;
  /** An address of the picture on this machine. */
  preview: string | null;
  ref: FileRef | null;
  /** Why it failed: `empty`, or a code of docs/protocol.md. */
  code: string | null;
}

export interface TrayOptions {
  /** Where and with which proof a file goes; `again` after a refusal. */
  target(id: string, again: boolean): Promise<{ url: string; headers: Record<string, string> }>;
  /** First pause after a cut in ms; doubled up to sixteen times. */
  pause?: number;
}

export interface Tray {
  pieces: ReadonlySignal<readonly Piece[]>;
  /** Some are still on their way. */
  busy(): boolean;
  /** Some are ready to be sent. */
  some(): boolean;
  add(files: Iterable<File>): void;
  /** Takes it out; what is on its way is cancelled. */
  remove(id: string): void;
  /** These are the finished ones (they came with a draft, or back into the box); what is on its way stays. */
  put(refs: readonly FileRef[]): void;
  /** A failed one goes once more. */
  again(id: string): void;
  /** The line is back: what waits goes now. */
  hurry(): void;
  /** The finished files, taken out; failed ones stay. */
  spend(): FileRef[];
}

const AT_ONCE = 2;

export function createTray(options: TrayOptions): Tray {
  const pieces = signal<readonly Piece[]>([]);
  const files = new Map<string, File>();
  const flying = new Map<string, XMLHttpRequest | null>();
  const tries = new Map<string, number>();

  const change = (id: string, part: Partial<Piece>): void =>
    void (pieces.value = pieces.value.map((piece) => (piece.id === id ? { ...piece, ...part } : piece)));
  const known = (id: string): boolean => pieces.value.some((piece) => piece.id === id);

  function pump(): void {
    for (const piece of pieces.value) {
      if (piece.state === "queued" && flying.size < AT_ONCE && !flying.has(piece.id)) void fly(piece.id);
    }
  }

  async function fly(id: string, again = false): Promise<void> {
    flying.set(id, null);
    change(id, { state: "sending", sent: 0 });
    try {
      const chosen = files.get(id) as File;
      // What large pictures need comes with the first one.
      const file = isPicture(chosen) ? await (await import("./shrink.ts")).shrink(chosen) : chosen;
      if (!known(id)) return land(id);
      files.set(id, file);
      change(id, { size: file.size, name: file.name });
      if (file.size > MOST_BYTES) return fail(id, "too_large");
      const { url, headers } = await options.target(id, again);
      if (known(id)) post(id, file, url, headers, again);
      else land(id);
    } catch {
      wait(id);
    }
  }

  function post(id: string, file: File, url: string, headers: Record<string, string>, again: boolean): void {
    const request = new XMLHttpRequest();
    flying.set(id, request);
    request.open("POST", url);
    const all = { ...headers, "x-file-name": encodeURIComponent(file.name), "content-type": "application/octet-stream" };
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => change(id, { sent: event.total > 0 ? event.loaded / event.total : 0 });
    request.onerror = request.ontimeout = () => wait(id);
    request.onload = () => answered(id, request, again);
    request.send(file);
  }

  function answered(id: string, request: XMLHttpRequest, again: boolean): void {
    const body = read(request.responseText);
    if (request.status === 201) {
      land(id, { state: "done", sent: 1, ref: body as unknown as FileRef });
    } else if (request.status === 401 && !again) {
      flying.delete(id);
      void fly(id, true);
    } else if (request.status === 429 || request.status >= 500) {
      wait(id, typeof body["retry_ms"] === "number" ? body["retry_ms"] : undefined);
    } else {
      fail(id, String(body["code"] ?? "refused"));
    }
  }

  function land(id: string, part: Partial<Piece> = {}): void {
    flying.delete(id);
    tries.delete(id);
    change(id, part);
    pump();
  }

  const fail = (id: string, code: string): void => land(id, { state: "failed", code });

  function wait(id: string, pause?: number): void {
    flying.delete(id);
    if (!known(id)) return pump();
    const tried = tries.get(id) ?? 0;
    tries.set(id, tried + 1);
    change(id, { state: "waits" });
    setTimeout(() => wake(id), pause ?? (options.pause ?? 1000) * 2 ** Math.min(tried, 4));
    pump();
  }

  function wake(id: string): void {
    if (pieces.value.some((piece) => piece.id === id && piece.state === "waits")) change(id, { state: "queued" });
    pump();
  }

  const any = (...states: Piece["state"][]): boolean => pieces.value.some((piece) => states.includes(piece.state));

  return {
    pieces,
    busy: () => any("queued", "sending", "waits"),
    some: () => any("done"),
    add(chosen) {
      for (const file of chosen) {
        if (pieces.value.length >= MOST_FILES) break;
        const id = crypto.randomUUID();
        const picture = file.type.startsWith("image/");
        const piece = { id, name: file.name, size: file.size, sent: 0, ref: null, preview: picture ? URL.createObjectURL(file) : null };
        const tooLarge = file.size > MOST_BYTES && !picture;
        const code = file.size === 0 ? "empty" : tooLarge ? "too_large" : null;
        files.set(id, file);
        pieces.value = [...pieces.value, { ...piece, state: code === null ? "queued" : "failed", code }];
      }
      pump();
    },
    remove(id) {
      flying.get(id)?.abort();
      flying.delete(id);
      drop(id);
      pump();
    },
    put(refs) {
      const known = new Map(pieces.value.map((piece) => [piece.ref?.id, piece]));
      const done = refs.map((ref) => known.get(ref.id) ?? { id: ref.id, name: ref.name, size: ref.size, state: "done" as const, sent: 1, ref, preview: null, code: null });
      pieces.value = [...done, ...pieces.value.filter((piece) => piece.state !== "done")];
    },
    again(id) {
      change(id, { state: "queued", code: null });
      pump();
    },
    hurry() {
      for (const piece of pieces.value) if (piece.state === "waits") wake(piece.id);
    },
    spend() {
      const done = pieces.value.filter((piece) => piece.state === "done");
      done.forEach((piece) => drop(piece.id));
      return done.flatMap((piece) => piece.ref ?? []);
    },
  };

  function drop(id: string): void {
    const piece = pieces.value.find((one) => one.id === id);
    if (piece?.preview) URL.revokeObjectURL(piece.preview);
    files.delete(id);
    tries.delete(id);
    pieces.value = pieces.value.filter((one) => one.id !== id);
  }
}

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
