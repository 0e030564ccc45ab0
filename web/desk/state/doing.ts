import { signal } from "@preact/signals";
import { guarded } from "../../core/storage.ts";
import { ask, session, type Doing, type State } from "./api.ts";
import { loadNamed } from "./named.ts";
import { say } from "./settings.ts";
import { toast } from "./toasts.ts";

/** Nobody touches any window of this browser for so long (ms): its owner is away. */
export const IDLE = 10 * 60_000;
const LOOK = 15_000;
const TOUCHED = "pult.touched";
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

interface Change { state: State; named?: number | null; comment?: string; auto?: boolean; talks?: "keep" | "queue" }

/** What this operator is doing: chosen, or noticed when nobody touches the desk. */
export function createDoing(first: Doing) {
  const value = signal<Doing>(first);
  const keep = guarded();

  async function change(wanted: Change): Promise<boolean> {
    const answer = await ask("PUT", "/api/state", wanted).catch(() => null);
    if (answer?.status === 200) value.value = answer.body as Doing;
    else if (!wanted.auto) toast(say("state.failed"), { tone: "late" });
    return answer?.status === 200;
  }

  let lived = false;
  /** The line lives (again): a lead or a plan may have changed it while nobody could be told here. */
  async function again(): Promise<void> {
    if (!lived) return void (lived = true);
    const before = value.peek();
    const answer = await session();
    if (answer.ok && value.peek() === before) value.value = answer.operator.doing;
  }

  /** Looks after idleness until the function that comes back is called. Several windows of one browser count as one. */
  function watch(): () => void {
    void loadNamed();
    let told = 0;
    const touch = (): void => {
      if (Date.now() - told < 1000) return;
      told = Date.now();
      keep.set(TOUCHED, String(told));
      if (value.peek().state === "away") void change({ state: "available", auto: true });
    };
    const look = (): void => {
      const idle = Date.now() - Number(keep.get(TOUCHED) ?? Date.now());
      if (idle >= IDLE && value.peek().state === "available") void change({ state: "away", auto: true });
    };
    touch();
    SIGNS.forEach((sign) => addEventListener(sign, touch, { passive: true }));
    const timer = setInterval(look, LOOK);
    return () => {
      clearInterval(timer);
      SIGNS.forEach((sign) => removeEventListener(sign, touch));
    };
  }

  return { value, change, again, watch };
}

export type DoingState = ReturnType<typeof createDoing>;
