import type { Line } from "../../core/line.ts";
import type { ClientFrame, DeskMe } from "../../core/protocol.ts";
import type { Operator } from "./api.ts";

/** What the gate is told of the session behind a desk. */
export interface Gate {
  /** the session has ended */
  denied(): void;
  /** rights or names are others now */
  renewed(): void;
}

/** What others are told of a reader; one who may not write leaves no such traces, and the server takes none. */
const TRACES: readonly ClientFrame["t"][] = ["read", "got", "typing"];

export function muzzle(line: Line): void {
  const send = line.send.bind(line);
  line.send = (frame) => !TRACES.includes(frame.t) && send(frame);
}

/** Whether names or rights are others than when the desk was built. */
export const isOther = (before: Operator, now: DeskMe): boolean =>
  before.name !== now.name || before.public_name !== now.public_name || before.role !== now.role;
