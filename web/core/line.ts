/** The line to the server: one socket that comes back by itself, with every followed stream resumed where it stopped.
 *
 * It promises its followers order without holes or repeats; words go through the outbox, which resends what was not answered.
 */

import { backoff, PERIODS, type Periods } from "./periods.ts";
import { Denied, type LineOptions, type LineStatus, type Socket } from "./socket.ts";
import { Close, readFrame, VERSION, type ClientFrame, type DeskAuth, type ServerFrame, type VisitorAuth } from "./protocol.ts";
import { watchPage } from "./page.ts";
import { createStreams, type Follower } from "./streams.ts";

export { Denied, type LineOptions, type LineStatus, type Socket, type SocketClass } from "./socket.ts";

export interface Line {
  /** Opens the line; harmless when it is open. */
  start(): void;
  /** Closes it until `start`; followers stay. */
  stop(): void;
  /** Takes this socket for dead and opens another. */
  restart(): void;
  /** A person does something: a waiting line tries at once, unless it has just tried. */
  hurry(): void;
  status(): LineStatus;
  /** Sends when live and says whether it did; nothing waits here (words wait in the outbox). */
  send(frame: ClientFrame): boolean;
  /** Follows a stream from `last` (0: with a snapshot first). Following again replaces the follower. */
  follow(id: string, follower: Follower, last?: number): void;
  unfollow(id: string): void;
  periods: Periods;
  /** The server's clock minus ours, in ms. */
  skew(): number;
}

/** A line that is not started yet. */
export function createLine(options: LineOptions): Line {
  return new ReturningLine(options);
}

class ReturningLine implements Line {
  readonly periods: Periods;
  readonly #options: LineOptions;
  readonly #streams;
  readonly #random: () => number;
  #socket: Socket | null = null;
  #state: LineStatus = "idle";
  #epoch: string | undefined;
  #attempts = 0;
  #refusals = 0;
  #liveSince = 0;
  #after: number | null = null;
  #clockSkew = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #heard = 0;
  #triedAt = 0;
  /** The browser said so; a wait is then as long as can be, since its word may be wrong (a machine with nothing but itself). */
  #offline = false;
  #greeted = new Set<string>();

  constructor(options: LineOptions) {
    this.#options = options;
    this.periods = { ...PERIODS, ...options.periods };
    this.#random = options.random ?? Math.random;
    this.#streams = createStreams((frame) => void this.send(frame), this.periods.hole);
    watchPage(options.page === undefined ? (globalThis.window ?? null) : options.page, {
      lost: (offline) => {
        this.#offline = offline;
        this.restart();
      },
      back: () => {
        this.#offline = false;
        this.#now();
      },
    });
  }

  start(): void {
    if (this.#state === "idle" || this.#state === "stopped") void this.#connect();
  }

  stop(): void {
    this.#drop();
    this.#enter("idle");
  }

  restart(): void {
    if (this.#state === "idle" || this.#state === "stopped") return;
    this.#drop();
    this.#wait();
  }

  hurry(): void {
    if (this.#state === "waiting" && Date.now() - this.#triedAt >= this.periods.base) void this.#connect();
  }

  status(): LineStatus {
    return this.#state;
  }

  skew(): number {
    return this.#clockSkew;
  }

  send(frame: ClientFrame): boolean {
    if (this.#state !== "live" || this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  follow(id: string, follower: Follower, last = 0): void {
    this.#streams.add(id, follower, last);
    this.#subscribe(id, last);
  }

  #subscribe(id: string, last: number): void {
    this.send(last > 0 ? { t: "sub", id, last } : { t: "sub", id });
  }

  unfollow(id: string): void {
    this.#streams.drop(id);
    this.send({ t: "unsub", id });
  }

  async #connect(): Promise<void> {
    this.#drop();
    this.#triedAt = Date.now();
    this.#enter("connecting");
    const mine = (this.#timer = setTimeout(() => this.restart(), this.periods.welcome));
    try {
      const auth = await this.#options.auth(this.#refusals > 0);
      if (this.#timer !== mine) return;
      this.#open(auth);
    } catch (reason) {
      if (this.#timer !== mine) return;
      this.#drop();
      if (reason instanceof Denied) this.#refuse();
      else this.#wait();
    }
  }

  #open(auth: DeskAuth | VisitorAuth): void {
    const socket = new (this.#options.Socket ?? WebSocket)(this.#options.url);
    this.#socket = socket;
    socket.onopen = () => {
      const streams = this.#streams.positions();
      this.#greeted = new Set(streams.map(([id]) => id));
      const hello: ClientFrame = { t: "hello", v: VERSION, auth, streams };
      socket.send(JSON.stringify(this.#epoch === undefined ? hello : { ...hello, epoch: this.#epoch }));
    };
    socket.onmessage = (event) => {
      if (this.#socket === socket) this.#hear(readFrame(event.data));
    };
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#cut(event.code);
    };
  }

  #hear(frame: ServerFrame | null): void {
    this.#heard = Date.now();
    if (frame === null) return;
    if (frame.t === "welcome") {
      clearTimeout(this.#timer);
      this.#epoch = frame.epoch;
      this.#clockSkew = frame.now - Date.now();
      this.#liveSince = Date.now();
      this.#refusals = 0;
      this.#listenForSilence();
      this.#enter("live");
      for (const [id, last] of this.#streams.positions()) if (!this.#greeted.has(id)) this.#subscribe(id, last);
      this.#options.welcome?.(frame.me, frame.now);
    } else if (frame.t === "reconnect") {
      this.#after = Math.max(0, frame.after);
      this.#drop();
      this.#wait();
    } else {
      this.#streams.take(frame);
      this.#options.frame?.(frame);
    }
  }

  /** While nothing is followed nothing can be missed, and the server has nothing to say: silence then means nothing. */
  #listenForSilence(): void {
    clearTimeout(this.#watch);
    const left = this.#heard + this.periods.silence - Date.now();
    if (left <= 0 && this.#streams.size() > 0) return this.restart();
    this.#watch = setTimeout(() => this.#listenForSilence(), left > 0 ? left : this.periods.silence);
  }

  #cut(code: number): void {
    this.#drop();
    if (code === Close.reload) {
      this.#enter("stopped");
      this.#options.reload?.();
    } else if (code === Close.authFailed && ++this.#refusals > 1) {
      this.#refuse();
    } else {
      this.#wait();
    }
  }

  #refuse(): void {
    this.#refusals = 0;
    this.#enter("stopped");
    this.#options.denied?.();
  }

  #wait(): void {
    if (this.#liveSince > 0 && Date.now() - this.#liveSince >= this.periods.steady) this.#attempts = 0;
    this.#liveSince = 0;
    const pause = this.#after ?? (this.#offline ? this.periods.cap : backoff(this.#attempts, this.periods, this.#random));
    this.#after = null;
    this.#attempts += 1;
    this.#enter("waiting");
    this.#timer = setTimeout(() => void this.#connect(), pause);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#timer = undefined;
    this.#streams.rest();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    try {
      socket.close(1000);
    } catch {
      // A socket that never opened may refuse to be closed; it is forgotten all the same.
    }
  }

  #enter(state: LineStatus): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.status?.(state);
  }

  #now(): void {
    if (this.#state === "waiting") void this.#connect();
    else if (this.#state === "live" && Date.now() - this.#heard > this.periods.silence && this.#streams.size() > 0) this.restart();
  }
}
