/** Light marks in our own words, as people write them in messengers: **bold**, _italic_, `code`. Never markup: text nodes in plain elements. */

import { pieces, type Piece } from "./text.ts";

export interface Span extends Piece {
  /** The element that it stands in. */
  mark?: "b" | "i" | "code";
}

const MARK = /\*\*(?=\S)([^*\n]+)\*\*|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+)_(?![\p{L}\p{N}_])|`([^`\n]+)`/gu;

/** The text in pieces; what stands in a link or in code stays as it is. */
export function spans(text: string): Span[] {
  return pieces(text).flatMap((piece) => (piece.href === undefined ? marked(piece.text) : piece));
}

function marked(text: string): Span[] {
  const out: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const [whole, b, i, code] = match;
    if (match.index > from) out.push({ text: text.slice(from, match.index) });
    out.push({ text: b ?? i ?? code ?? "", mark: b ? "b" : i ? "i" : "code" });
    from = match.index + whole.length;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}
