import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { DeskState } from "../../core/protocol.ts";

/** The places beside a talk where other parts of the house move in, from top to bottom. */
export const SLOTS = ["suggestions", "crm", "guides"] as const;
export type SlotName = (typeof SLOTS)[number];

export interface SlotProps { state: DeskState }

/** Something that moves in. It is fetched when a talk is opened that it has something to say about. */
export interface SlotPart {
  slot: SlotName;
  /** One of its kind: registering it again replaces it. */
  id: string;
  /** What stands above it; never shown while nothing stands there. */
  title: () => string;
  shows: (state: DeskState) => boolean;
  load: () => Promise<{ default: ComponentType<SlotProps> }>;
}

const parts = signal<readonly SlotPart[]>([]);

/** Moves a part in; the function that comes back moves it out. */
export function moveIn(part: SlotPart): () => void {
  parts.value = [...parts.value.filter((one) => one.id !== part.id), part];
  return () => void (parts.value = parts.value.filter((one) => one !== part));
}

/** What stands in a place for this talk, in the order in which it moved in. */
export const standingIn = (slot: SlotName, state: DeskState): readonly SlotPart[] =>
  parts.value.filter((one) => one.slot === slot && one.shows(state));
