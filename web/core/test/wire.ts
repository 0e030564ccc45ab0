/** A transport for tests: the other end of the socket is in the test's hand. */

import type { Socket } from "../socket.ts";

export class Wire implements Socket {
  static all: Wire[] = [];
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  closed = false;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    Wire.all.push(this);
  }
  static get last(): Wire {
    const wire = Wire.all.at(-1);
    if (wire === undefined) throw new Error("nothing connected");
    return wire;
  }
  send(data: string): void {
    this.sent.push(JSON.parse(data) as Record<string, unknown>);
  }
  close(): void {
    this.readyState = 3;
    this.closed = true;
  }

  /** The server's side. */
  open(): void {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }
  say(frame: Record<string, unknown>): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
  }
  welcome(me: Record<string, unknown> = {}, epoch = "e1"): void {
    this.open();
    this.say({ t: "welcome", v: 1, epoch, now: Date.now(), me });
  }
  cut(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code } as CloseEvent);
  }
  of(type: string): Record<string, unknown>[] {
    return this.sent.filter((frame) => frame.t === type);
  }
}

/** Lets promises that are settled run. */
export const turn = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};
