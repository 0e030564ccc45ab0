/** What visitors are typing and have not sent: last value wins, nothing of it is ever kept. */
export interface Peek {
  k: number;
  text: string;
  at: number;
}

export type Peeks = ReadonlyMap<string, Peek>;

/** A peek nobody renewed for so long (ms) is no longer shown; so long a lower `k` counts as late. */
export const PEEK_LIFE = 15_000;

/** Takes a peek in; a late one (lower `k` than what came within 15 s) changes nothing. An empty text clears but keeps its `k`. */
export function takePeek(peeks: Peeks, conv: string, news: { k: number; text: string }, now: number): Peeks {
  const known = peeks.get(conv);
  if (known && news.k < known.k && now - known.at < PEEK_LIFE) return peeks;
  return new Map(peeks).set(conv, { k: news.k, text: news.text, at: now });
}

/** The visitor has said it: nothing is being typed until the next peek. */
export function clearPeek(peeks: Peeks, conv: string): Peeks {
  const known = peeks.get(conv);
  return known?.text ? new Map(peeks).set(conv, { ...known, text: "" }) : peeks;
}

/** The text to show now; empty: nothing. */
export function peekText(peeks: Peeks, conv: string, now: number): string {
  const peek = peeks.get(conv);
  return peek && now - peek.at < PEEK_LIFE ? peek.text : "";
}
