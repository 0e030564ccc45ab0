/** The visitor's talk: what is said, what is on its way, who answers; and the acts of a visitor. No word, no element here. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { newKey } from "../core/cid.ts";
import { stillPending } from "../core/echo.ts";
import { mark, type VisitorView } from "../core/fold.ts";
import { createLine, type LineOptions, type LineStatus } from "../core/line.ts";
import { createOutbox, type Pending } from "../core/outbox.ts";
import { streamOf, type ClientFrame, type ServerFrame, type Start, type VisitorMe } from "../core/protocol.ts";
import type { Keep } from "../core/storage.ts";
import type { News } from "./news.ts";
import { createActs, type Acts } from "./acts.ts";
import { followerOf, mine, unreadIn } from "./folding.ts";
import { createPeek } from "./peek.ts";

export interface TalkOptions {
  /** The site's key: what is kept is kept per site. */
  scope: string;
  socketUrl: string;
  keep: Keep;
  site: { name: string; peek: boolean };
  /** What a new talk begins with besides its first words; `over`: after one that has ended. */
  starting?(over: boolean): Start | undefined;
  /** A site token; `again` after a refusal: another one. */
  token(again: boolean): Promise<string>;
  /** Whether this browser has a talk with the site. */
  alive(on: boolean): void;
  news?: Partial<News>;
  transport?: Pick<LineOptions, "Socket" | "page" | "periods" | "random">;
}

export type { News } from "./news.ts";

export interface Talk {
  view: ReadonlySignal<VisitorView | null>;
  /** My words that do not yet stand in the log. */
  pending: ReadonlySignal<readonly Pending[]>;
  status: ReadonlySignal<LineStatus>;
  stopped: ReadonlySignal<"reload" | "denied" | null>;
  site: ReadonlySignal<{ name: string; peek: boolean }>;
  /** Who is typing; an empty name when it is not told. Null: nobody. */
  typing: ReadonlySignal<string | null>;
  unread: ReadonlySignal<number>;
  acts: Acts;
  /** `files`: ids of this browser's uploads. */
  say(text: string, files?: readonly string[]): void;
  /** The talk's id; null: none yet. */
  conv(): string | null;
  /** Hears every frame of the line from now on. */
  listen(hear: (frame: ServerFrame) => void): void;
  /** What an upload is sent with; `again` after a refusal. */
  proof(again: boolean): Promise<{ key: string; site: string }>;
  rate(score: number, comment?: string): void;
  /** The talk by mail; the refusal's code, or null when it is on its way. */
  copy(mail: string, lang: string): Promise<string | null>;
  again(cid: string): void;
  remove(cid: string): void;
  older(): void;
  /** The text in the composer, for peeking. */
  draft(text: string): void;
  /** Everything shown has been seen. */
  seen(): void;
  open(): void;
  /** The panel is not open: the line comes up only when this browser has a talk. */
  wake(): void;
  /** The panel is closed: without a talk there is no reason for a line. */
  close(): void;
  retry(): void;
  /** Says a frame that nobody answers; false: the line is not up. */
  tell(frame: ClientFrame): boolean;
  /** The line says hello again. */
  anew(): void;
  /** From now on this browser is a new visitor; nothing of the old one stays here. */
  rekey(): void;
}

const OF = 2;

export { mine } from "./folding.ts";

export function createTalk(options: TalkOptions): Talk {
  const view = signal<VisitorView | null>(null);
  const words = signal<readonly Pending[]>([]);
  const status = signal<LineStatus>("idle");
  const stopped = signal<"reload" | "denied" | null>(null);
  const site = signal(options.site);
  const typing = signal<string | null>(null);
  const { keep, scope } = options;
  const keyName = `pult.${scope}.key`;
  let key = keep.get(keyName) ?? newKey();
  let conv: string | null = null;
  let opened = false;

  const line = createLine({
    ...options.transport,
    url: options.socketUrl,
    auth: async (again) => {
      const site = await options.token(again);
      const token = options.news?.identity?.() ?? null;
      return token === null ? { key, site } : { key, site, token };
    },
    welcome: (me, now) => welcome(me as VisitorMe, now),
    status(next) {
      status.value = next;
      outbox.lineChanged(next === "live");
      if (next === "live") stopped.value = null;
      else {
        peek.forget();
        typing.value = null;
      }
    },
    frame,
    reload: () => void (stopped.value = "reload"),
    denied: () => void (stopped.value = "denied"),
  });
  const outbox = createOutbox({ line, keep, scope: `pult.${scope}`, credit: 8, changed: (list) => void (words.value = list) });
  const peek = createPeek((k, text) => line.send({ t: "peek", k, text }), () => site.value.peek);
  const follower = followerOf({ view, typing, moved, news: options.news, gone: () => void (conv = null) });
  const acts = createActs({ outbox, conv: () => conv, top: () => view.value?.top ?? 0, skew: () => line.skew() });

  let listener: ((frame: ServerFrame) => void) | null = null;

  function moved(now: VisitorView, heard: boolean): void {
    if (conv === null) return;
    outbox.settle(conv, now.top);
    if (heard) line.send({ t: "got", conv, n: now.top });
  }

  function welcome(me: VisitorMe, now: number): void {
    options.news?.welcomed?.(me, now);
    site.value = { ...site.value, ...me.site };
    if (me.conv !== null) follow(me.conv);
    options.alive(busy());
    if (!opened && !busy()) line.stop();
  }

  const busy = (): boolean => conv !== null || words.value.length > 0;

  function frame(frame: ServerFrame): void {
    outbox.take(frame);
    options.news?.heard?.(frame);
    listener?.(frame);
    if (frame.t === "ack") follow(frame.conv);
    else if (frame.t === "conv") {
      // What was held back stands in this talk now.
      words.value.filter((word) => word.code === "held").forEach((word) => outbox.remove(word.cid));
      follow(frame.id);
    }
  }

  function follow(id: string): void {
    if (id === conv) return;
    if (conv !== null) line.unfollow(streamOf(conv));
    conv = id;
    // A person's talk from another browser: this one comes back to it too.
    if (keep.get(keyName) === null) keep.set(keyName, key);
    options.alive(true);
    options.news?.began?.(id);
    line.follow(streamOf(id), follower);
  }

  /** The key goes to storage with the first word or file, not before: who only looks leaves no trace. */
  function keepKey(): void {
    if (keep.get(keyName) === null) keep.set(keyName, key);
    else adopt();
  }

  function say(text: string, files: readonly string[] = []): void {
    keepKey();
    const spent = acts.spend(text);
    peek.sent();
    if (spent.mended) return;
    const over = view.value?.state.status === "resolved";
    const start = conv === null || over ? options.starting?.(over) : undefined;
    const attached = files.length === 0 ? {} : { files: [...files] };
    const more = { ...(spent.quote === undefined ? {} : { quote: spent.quote }), ...attached, ...(start ? { start } : {}) };
    outbox.submit({ t: "send", text, ...more }, view.value?.top ?? 0);
    options.alive(true);
    line.start();
    line.hurry();
  }

  /** Another tab spoke first: its key is this browser's, so that both show one talk. */
  function adopt(): void {
    const kept = keep.get(keyName);
    if (kept === null || kept === key || conv !== null) return;
    key = kept;
    line.restart();
  }

  globalThis.window?.addEventListener("storage", (event) => event.key === keyName && adopt());
  outbox.restore();
  return {
    view, status, stopped, site, typing, acts, say,
    conv: () => conv,
    listen: (hear) => void (listener = hear),
    async proof(again) {
      keepKey();
      return { key, site: await options.token(again) };
    },
    pending: computed(() => stillPending(words.value.filter((word) => word.command.t === "send"), view.value?.items ?? [], mine)),
    unread: computed(() => unreadIn(view.value)),
    rate(score, comment) {
      if (conv === null) return;
      const rating = { t: "rate", conv, score, of: OF } as const;
      outbox.submit(comment ? { ...rating, comment } : rating, view.value?.top ?? 0);
    },
    copy: (mail, lang) => outbox.submit({ t: "copy", conv: conv ?? "", mail, lang }).done.then((end) => end.ok ? null : end.error.code),
    again: (cid) => outbox.again(cid),
    remove: (cid) => outbox.remove(cid),
    older() {
      if (conv !== null && view.value !== null && view.value.first > 1) {
        line.send({ t: "fetch", id: streamOf(conv), before: view.value.first });
      }
    },
    draft(text) {
      line.hurry();
      peek.typed(text);
    },
    seen() {
      const now = view.value;
      if (conv === null || now === null || unreadIn(now) === 0) return;
      if (line.send({ t: "read", conv, n: now.top })) view.value = mark(now, { visitor: now.top });
    },
    open() {
      opened = true;
      line.start();
    },
    wake() {
      if (keep.get(keyName) === null) options.alive(false);
      else line.start();
    },
    close() {
      opened = false;
      if (!busy()) line.stop();
    },
    retry: () => line.start(),
    tell: (frame) => line.send(frame),
    anew: () => line.restart(),
    rekey() {
      for (const word of [...words.value]) outbox.remove(word.cid);
      if (conv !== null) line.unfollow(streamOf(conv));
      conv = view.value = null;
      for (const name of keep.keys(`pult.${scope}.`)) keep.remove(name);
      key = newKey();
      options.alive(false);
      line.restart();
    },
  };
}
