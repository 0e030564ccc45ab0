import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Team } from "../state/api.ts";
import type { Floor } from "./floor.ts";
import type { Moving } from "./moving.ts";
import type { Shown } from "./Windows.tsx";

/** What every part of the board works with. */
export interface FloorTools {
  floor: Floor;
  moving: Moving;
  teams: readonly Team[];
  /** 0: what belongs to no team */
  teamName: (id: number) => string;
  open: (shown: Shown) => void;
}

export const FloorContext = createContext<FloorTools | null>(null);

export function useFloor(): FloorTools {
  const tools = useContext(FloorContext);
  if (tools === null) throw new Error("outside the floor");
  return tools;
}
