/** The floor (docs/protocol.md, «The floor»): state that is sent whole, then what changes. Times in ms, load and limit in hundredths of a chat. */

export interface FloorPerson {
  id: number;
  name: string;
  picture: string | null;
  teams: readonly number[];
  /** Answers talks at all. */
  line: boolean;
  state: string;
  named?: number | null;
  comment: string;
  since: number;
  here: boolean;
  load: number;
  limit: number;
}

/** An open talk; without a holder it is in a queue, or with the bot. */
export interface FloorTalk {
  conv: string;
  no: number;
  name?: string;
  number?: number;
  channel?: string;
  team?: number;
  topic?: string;
  holder?: number;
  bot?: boolean;
  waiting?: number;
  /** When it must be answered; absent: the bar of its channel says so. */
  due?: number;
  priority?: number;
  aside?: boolean;
}

export interface Figure { count: number; average: number | null; half: number | null; most: number | null; within: number }
export interface FloorFigures { channel: string; first_reply: Figure; waiting: Figure }
export interface FloorBar { channel: string; first_reply: number; waiting: number }
/** Where a page of the queue ended. */
export type FloorPlace = readonly [number, number, number];

export interface FloorFrame {
  t: "floor";
  whole?: boolean;
  people?: readonly FloorPerson[];
  left?: readonly number[];
  talks?: readonly FloorTalk[];
  gone?: readonly string[];
  /** team (0: none) and how many wait in its queue */
  counts?: readonly (readonly [number, number])[];
  figures?: readonly FloorFigures[];
  bars?: readonly FloorBar[];
  next?: FloorPlace | null;
}
