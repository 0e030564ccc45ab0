import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { newCid } from "../../core/cid.ts";
import type { AmongWord, ServerFrame } from "../../core/protocol.ts";
import type { Keep } from "../../core/storage.ts";
import { ask, field } from "../state/api.ts";

export interface Room { room: string; last: AmongWord; read: number }
type Rooms = ReadonlyMap<string, Room>;
const PAGE = 50;

interface Ports {
  me: number;
  keep: Keep;
  /** a colleague has said something, and nobody has that room before their eyes */
  called(room: string, word: AmongWord): void;
}

/** What colleagues say to each other: the own rooms, what is not read yet, what is being written (kept in this browser). */
export class Among {
  readonly rooms = signal<Rooms>(new Map());
  readonly words = signal<ReadonlyMap<string, readonly AmongWord[]>>(new Map());
  /** The room before this operator's eyes. */
  readonly open = signal<string | null>(null);
  readonly unread: ReadonlySignal<number> = computed(() => [...this.rooms.value.values()].reduce((sum, one) => sum + Math.max(0, one.last.no - one.read), 0));
  private readonly ports: Ports;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  async load(): Promise<void> {
    const answer = await ask("GET", "/api/colleagues").catch(() => null);
    if (answer?.status !== 200) return;
    this.rooms.value = new Map((field(answer.body, "rooms") as Room[]).map((one) => [one.room, one]));
    const room = this.open.peek();
    if (room !== null) await this.fetch(room, null);
  }

  async show(room: string | null): Promise<void> {
    this.open.value = room;
    if (room === null) return;
    await this.fetch(room, null);
    this.look();
  }

  /** The page before what is known; false: there is none. */
  async more(room: string): Promise<boolean> {
    const first = this.words.peek().get(room)?.[0]?.no ?? 1;
    return first > 1 && await this.fetch(room, first);
  }

  /** False: it was not said, the words stay in the box. */
  async say(room: string, text: string, talk: string | null): Promise<boolean> {
    const body = { cid: newCid(), text, ...(talk === null ? {} : { talk }) };
    const answer = await ask("POST", `/api/colleagues/${encodeURIComponent(room)}`, body).catch(() => null);
    if (answer?.status !== 201) return false;
    this.put(room, [answer.body as AmongWord]);
    this.draft(room, "");
    return true;
  }

  draft(room: string, text?: string): string {
    const key = `pult.among.${this.ports.me}.${room}`;
    if (text === "") this.ports.keep.remove(key);
    else if (text !== undefined) this.ports.keep.set(key, text);
    return text ?? this.ports.keep.get(key) ?? "";
  }

  take(frame: ServerFrame): void {
    if (frame.t === "heard") return this.mark(frame.room, frame.no);
    if (frame.t !== "said") return;
    this.put(frame.room, [frame.word]);
    if (frame.word.by.id === this.ports.me) return;
    if (this.open.peek() === frame.room && document.visibilityState === "visible") this.look();
    else this.ports.called(frame.room, frame.word);
  }

  /** What is before somebody's eyes is read. */
  look(): void {
    const room = this.rooms.peek().get(this.open.peek() ?? "");
    if (room === undefined || room.last.no <= room.read) return;
    this.mark(room.room, room.last.no);
    void ask("PUT", `/api/colleagues/${encodeURIComponent(room.room)}/read`, { no: room.last.no }).catch(() => null);
  }

  private mark(room: string, no: number): void {
    const known = this.rooms.peek().get(room);
    if (known && no > known.read) this.rooms.value = new Map(this.rooms.peek()).set(room, { ...known, read: no });
  }

  private put(room: string, fresh: readonly AmongWord[]): void {
    const known = this.words.peek().get(room);
    if (known) this.words.value = new Map(this.words.peek()).set(room, joined(known, fresh));
    const last = fresh.at(-1);
    const before = this.rooms.peek().get(room);
    if (last === undefined || last.no <= (before?.last.no ?? 0)) return;
    const read = last.by.id === this.ports.me ? last.no : (before?.read ?? 0);
    this.rooms.value = new Map([[room, { room, last, read }], ...[...this.rooms.peek()].filter(([one]) => one !== room)]);
  }

  private async fetch(room: string, before: number | null): Promise<boolean> {
    const path = `/api/colleagues/${encodeURIComponent(room)}${before === null ? "" : `?before=${before}`}`;
    const answer = await ask("GET", path).catch(() => null);
    if (answer?.status !== 200) return false;
    const page = field(answer.body, "words") as AmongWord[];
    this.words.value = new Map(this.words.peek()).set(room, joined(before === null ? [] : (this.words.peek().get(room) ?? []), page));
    return page.length === PAGE;
  }
}

/** In order, each number once. */
export function joined(known: readonly AmongWord[], fresh: readonly AmongWord[]): readonly AmongWord[] {
  const all = new Map([...known, ...fresh].map((one) => [one.no, one]));
  return [...all.values()].sort((a, b) => a.no - b.no);
}
