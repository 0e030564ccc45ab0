/** What a line is made of: the transport, who we are, and whom to tell. */

import type { Periods } from "./periods.ts";
import type { DeskAuth, DeskMe, ServerFrame, VisitorAuth, VisitorMe } from "./protocol.ts";

/** The part of WebSocket that is used; tests hand in their own transport. */
export interface Socket {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number): void;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}
export type SocketClass = new (url: string) => Socket;

/** `live`: welcomed · `connecting`: an attempt runs · `waiting`: cut, tries again · `idle`: not started or closed by us ·
 * `stopped`: refused for good (signed out, or the page is too old). */
export type LineStatus = "idle" | "connecting" | "live" | "waiting" | "stopped";

/** Thrown by `auth` when signing in again is a person's turn: the line stops and `denied` is called. */
export class Denied extends Error {}

export interface LineOptions {
  url: string;
  /** Who we are, asked at every attempt (a ticket is good for once); `again` after a refusal. */
  auth(again: boolean): Promise<DeskAuth | VisitorAuth>;
  welcome?(me: DeskMe | VisitorMe, now: number): void;
  status?(status: LineStatus): void;
  /** Frames that belong to no stream: ack, error, conv. */
  frame?(frame: ServerFrame): void;
  /** The page is older than the server: load it again. */
  reload?(): void;
  denied?(): void;
  Socket?: SocketClass;
  periods?: Partial<Periods>;
  random?: () => number;
  /** Where online, offline, pageshow, pagehide come from; null: nowhere. */
  page?: EventTarget | null;
}
