/** Which rows of a long list stand before somebody's eyes. Rows are equally high. */
export interface Window {
  from: number;
  to: number;
}

/** So many rows are drawn above and below what is seen, so that a quick finger finds them drawn. */
export const SPARE = 10;

export function windowOf(count: number, top: number, height: number, row: number): Window {
  const from = Math.max(0, Math.min(count, Math.floor(top / row) - SPARE));
  return { from, to: Math.min(count, Math.ceil((top + height) / row) + SPARE) };
}

/** Where to scroll so that a row is seen: nowhere when it is. */
export function revealed(index: number, top: number, height: number, row: number): number {
  if (index * row < top) return index * row;
  return (index + 1) * row > top + height ? (index + 1) * row - height : top;
}
