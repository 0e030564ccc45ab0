import type { FloorFrame } from "../../core/protocol-floor.ts";

type Ear = (frame: FloorFrame) => void;
/** The board that is open, if any: its part of the desk is fetched when it is first shown. */
let ear: Ear | null = null;

/** Tells `next` what happens on the floor, until the function that comes back is called. */
export function listenFloor(next: Ear): () => void {
  ear = next;
  return () => void (ear === next && (ear = null));
}

export const hearFloor: Ear = (frame) => ear?.(frame);
