import { signal } from "@preact/signals";
import { guarded, type Keep } from "../../core/storage.ts";
import { EMPTY, isEmpty, merge, type Draft, type Kept, type Mode } from "../model/draft.ts";

export type { Draft, Mode } from "../model/draft.ts";

/** Where drafts are kept for all desks of a person. Each call throws when the server cannot be reached. */
export interface Remote {
  every(): Promise<ReadonlyMap<string, Kept>>;
  one(conv: string): Promise<Kept>;
  /** The new version, or what stands there when another desk has changed it since `base`. `last`: the page is going. */
  put(conv: string, base: number, draft: Draft, last: boolean): Promise<{ version: number } | { stands: Kept }>;
}

interface Known extends Kept {
  /** What the server has, as far as we know. */
  stands: Draft;
  /** The server does not have it yet. */
  dirty: boolean;
}

/** Typing pauses so long (ms) before it is kept; after a failure it is tried again so much later. */
const PAUSE = 700;
const AGAIN = 4_000;

/** What one operator has written and not sent, per talk. In memory, on this machine until the server has it, then there. */
export class Drafts {
  /** Changes with every draft; read it to follow them all. */
  readonly known = signal<ReadonlyMap<string, Known>>(new Map());
  /** A draft has come from elsewhere. */
  arrived: (conv: string, draft: Draft) => void = () => undefined;
  private readonly prefix: string;
  private readonly keep: Keep;
  private readonly remote: Remote | null;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly flying = new Set<string>();
  private readonly asked = new Set<string>();

  constructor(operator: number, keep: Keep, remote: Remote | null) {
    this.prefix = `pult.draft.${operator}.`;
    this.keep = keep;
    this.remote = remote;
  }

  readonly of = (conv: string): Draft => this.known.value.get(conv)?.draft ?? this.read(conv).draft;

  readonly change = (conv: string, part: Partial<Draft>): void => {
    const before = this.entry(conv);
    this.set(conv, { ...before, draft: { ...before.draft, ...part }, dirty: true });
    this.later(conv, PAUSE);
  };

  /** Words that come back into the box stand before what is there already. */
  readonly giveBack = (conv: string, mode: Mode, text: string): void => {
    const now = this.of(conv)[mode];
    this.change(conv, { mode, [mode]: now.trim() ? `${text}\n${now}` : text });
  };

  /** Everything that is kept, once the line is up: what changed elsewhere comes, what waits here goes. */
  async load(): Promise<void> {
    if (this.remote === null) return;
    for (const key of this.keep.keys(this.prefix)) this.entry(key.slice(this.prefix.length));
    try {
      const before = this.known.peek();
      const every = await this.remote.every();
      for (const [conv, kept] of every) this.answered(conv, kept, before.get(conv)?.version ?? 0);
      for (const [conv, known] of this.known.peek()) {
        if (known.version > 0 && !every.has(conv)) this.answered(conv, { version: 0, draft: EMPTY }, before.get(conv)?.version ?? 0);
        if (this.entry(conv).dirty) this.later(conv, 0);
      }
    } catch {
      setTimeout(() => void this.load(), AGAIN);
    }
  }

  /** Another desk of this person has changed a draft. */
  hear(conv: string, version: number): void {
    const known = this.entry(conv);
    if (version === known.version) return;
    if (this.flying.has(conv)) return void this.asked.add(conv);
    void this.ask(conv);
  }

  /** Now: the box was left, or (`last`) the page goes. */
  flush(conv: string, last = false): void {
    if (this.entry(conv).dirty) void this.push(conv, last);
  }

  flushAll(): void {
    for (const [conv, { dirty }] of this.known.peek()) if (dirty) this.flush(conv, true);
  }

  private async ask(conv: string): Promise<void> {
    const { version } = this.entry(conv);
    const kept = await this.remote?.one(conv).catch(() => null);
    if (kept) this.answered(conv, kept, version);
  }

  /** What the server had while it was asked. What this desk has kept meanwhile may be newer: then it is asked once more. */
  private answered(conv: string, kept: Kept, version: number): void {
    if (this.flying.has(conv)) this.asked.add(conv);
    else if (this.entry(conv).version !== version) void this.ask(conv);
    else this.take(conv, kept);
  }

  private take(conv: string, { version, draft }: Kept): void {
    const known = this.entry(conv);
    if (version === known.version) return;
    const together = known.dirty ? merge(known.stands, known.draft, draft) : draft;
    this.set(conv, { version, stands: draft, draft: together, dirty: known.dirty });
    this.arrived(conv, together);
    if (known.dirty) this.later(conv, 0);
  }

  private later(conv: string, pause: number): void {
    if (this.remote === null) return;
    clearTimeout(this.timers.get(conv));
    this.timers.set(conv, setTimeout(() => void this.push(conv), pause));
  }

  private async push(conv: string, last = false): Promise<void> {
    const { draft, version, dirty } = this.entry(conv);
    if (this.remote === null || !dirty || (this.flying.has(conv) && !last)) return;
    if (version === 0 && isEmpty(draft)) return this.set(conv, { version, stands: draft, draft, dirty: false });
    this.flying.add(conv);
    try {
      const answer = await this.remote.put(conv, version, draft, last);
      if ("stands" in answer) this.take(conv, answer.stands);
      else this.set(conv, { version: answer.version, stands: draft, draft: this.of(conv), dirty: this.of(conv) !== draft });
      if (this.entry(conv).dirty) this.later(conv, "stands" in answer ? 0 : PAUSE);
    } catch {
      this.later(conv, AGAIN);
    } finally {
      this.flying.delete(conv);
      if (this.asked.delete(conv)) void this.ask(conv);
    }
  }

  private entry(conv: string): Known {
    const known = this.known.peek().get(conv);
    if (known) return known;
    const read = this.read(conv);
    this.set(conv, read);
    return read;
  }

  private set(conv: string, next: Known): void {
    this.known.value = new Map(this.known.peek()).set(conv, next);
    const key = this.prefix + conv;
    if (next.dirty && !(isEmpty(next.draft) && next.version === 0)) this.keep.set(key, JSON.stringify(next));
    else this.keep.remove(key);
  }

  /** What a page before this one could not bring to the server any more. */
  private read(conv: string): Known {
    const nothing: Known = { version: 0, stands: EMPTY, draft: EMPTY, dirty: false };
    try {
      const value = JSON.parse(this.keep.get(this.prefix + conv) ?? "null") as Partial<Known> | null;
      if (typeof value?.draft?.reply !== "string" || typeof value.draft.note !== "string") return nothing;
      return { version: Number(value.version ?? 0), stands: value.stands ?? EMPTY, draft: value.draft, dirty: true };
    } catch {
      return nothing;
    }
  }
}

export function createDrafts(operator: number, keep: Keep = guarded(), remote: Remote | null = null): Drafts {
  return new Drafts(operator, keep, remote);
}
