import { spans, type Span } from "../../core/marks.ts";
import { pieces } from "../../core/text.ts";

/** What somebody wrote: text nodes and checked links, never markup. `marks`: our own words, in which **bold**, _italic_ and `code` are shown. */
export function Words({ text, marks = false }: { text: string; marks?: boolean }) {
  const parts: Span[] = marks ? spans(text) : pieces(text);
  return (
    <span class="m-text" dir="auto">
      {parts.map((piece, at) => {
        if (piece.href) return <a key={at} href={piece.href} target="_blank" rel="noreferrer noopener nofollow">{piece.text}</a>;
        return piece.mark ? <piece.mark key={at}>{piece.text}</piece.mark> : piece.text;
      })}
    </span>
  );
}
