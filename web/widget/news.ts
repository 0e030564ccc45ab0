import type { ServerFrame, VisitorMe } from "../core/protocol.ts";
import type { Said } from "./folding.ts";

/** What happens, for whoever looks after who this is, and for the page's own listeners. */
export interface News extends Said {
  /** A token of the site's that says who this is: asked for at each hello. */
  identity(): string | null;
  welcomed(me: VisitorMe, now: number): void;
  /** Frames that belong to no stream. */
  heard(frame: ServerFrame): void;
  /** There is a talk. */
  began(conv: string): void;
}
