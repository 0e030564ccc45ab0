import { signal } from "@preact/signals";
import { older, viewOf, type DeskView } from "../../core/fold.ts";
import type { DeskState, Entry, SnapFrame } from "../../core/protocol.ts";
import { ask, field } from "./api.ts";

/** A line that a search has found. */
export interface FoundLine {
  n: number;
  kind: string;
  by: { kind: string; name: string | null };
  at: number;
  text: string;
}

/** The person's talks before the open one, read backwards as somebody scrolls up, and searches in the open one. */
export class Story {
  /** The oldest first. */
  readonly talks = signal<readonly DeskView[]>([]);
  readonly state = signal<"more" | "loading" | "end" | "failed">("more");
  /** What we said to this person in earlier talks; read when a reply is begun. */
  readonly ours = signal<readonly { text: string; at: number }[]>([]);
  private conv = "";
  private asked = "";

  begin(conv: string | null): void {
    this.conv = conv ?? "";
    this.asked = "";
    this.talks.value = [];
    this.ours.value = [];
    this.state.value = "more";
  }

  readonly more = async (): Promise<void> => {
    if (this.conv === "" || this.state.value === "loading" || this.state.value === "end") return;
    this.state.value = "loading";
    const { conv } = this;
    const [oldest] = this.talks.value;
    const next = await (oldest && oldest.first > 1 ? page(oldest) : before(oldest?.state.conv ?? conv)).catch(() => undefined);
    if (conv !== this.conv) return;
    this.state.value = next === undefined ? "failed" : next === null || (next.first <= 1 && next.state.earlier === false) ? "end" : "more";
    if (next) this.talks.value = [next, ...this.talks.value.filter((one) => one.state.conv !== next.state.conv)];
  };

  /** A reply is begun: what was said before is needed to see whether it says the same. */
  async remember(): Promise<void> {
    const { conv } = this;
    if (conv === "" || this.asked === conv) return;
    this.asked = conv;
    const answer = await ask("GET", `${pathOf(conv)}/ours`).catch(() => null);
    if (answer?.status === 200 && conv === this.conv) this.ours.value = field(answer.body, "said") as { text: string; at: number }[];
  }

  /** Lines of the open talk with these words; null: it could not be asked. */
  async find(query: string): Promise<readonly FoundLine[] | null> {
    const answer = await ask("GET", `${pathOf(this.conv)}/search?q=${encodeURIComponent(query)}`).catch(() => null);
    return answer?.status === 200 ? (field(answer.body, "found") as FoundLine[]) : null;
  }
}

export const pathOf = (conv: string): string => `/api/talks/${encodeURIComponent(conv)}`;

async function page(view: DeskView): Promise<DeskView> {
  const { body } = await good(ask("GET", `${pathOf(view.state.conv)}/page?before=${view.first}`));
  return older(view, field(body, "entries") as Entry[], Number(field(body, "first")));
}

async function before(conv: string): Promise<DeskView | null> {
  const { body } = await good(ask("GET", `${pathOf(conv)}/earlier`));
  return body === null ? null : viewOf("desk", body as SnapFrame<DeskState>);
}

async function good<T extends { status: number }>(asked: Promise<T>): Promise<T> {
  const answer = await asked;
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return answer;
}
