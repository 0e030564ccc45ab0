import type { Line } from "../../core/line.ts";
import type { ClientFrame } from "../../core/protocol.ts";

/** What the gate is told of the session behind a desk. */
export interface Gate {
  /** the session has ended */
  denied(): void;
  /** rights are others now */
  renewed(): void;
}

/** What others are told of a reader; one who may not write leaves no such traces, and the server takes none. */
const TRACES: readonly ClientFrame["t"][] = ["read", "got", "typing"];

export function muzzle(line: Line): void {
  const send = line.send.bind(line);
  line.send = (frame) => !TRACES.includes(frame.t) && send(frame);
}
