/** How long things take, in milliseconds; tests hand in fractions. */

export interface Periods {
  /** Without any frame for so long, while a stream is followed, the line is taken for dead. */
  silence: number;
  /** From opening a socket to `welcome`. */
  welcome: number;
  /** Upper bound of the first wait before a new attempt; it doubles up to `cap`, with full jitter. */
  base: number;
  cap: number;
  /** A line that held so long starts again with the short first wait. */
  steady: number;
  /** A fetch for a hole is asked again after this. */
  hole: number;
  /** A command without an answer for so long means that the line is dead. */
  answer: number;
}

export const PERIODS: Periods = {
  silence: 65_000,
  welcome: 10_000,
  base: 1_000,
  cap: 30_000,
  steady: 5_000,
  hole: 5_000,
  answer: 15_000,
};

/** Full jitter: anything from 0 to a bound that doubles with each failed attempt (`attempt` 0: at most `base`). */
export function backoff(attempt: number, periods: Periods, random: () => number): number {
  return random() * Math.min(periods.cap, periods.base * 2 ** attempt);
}
