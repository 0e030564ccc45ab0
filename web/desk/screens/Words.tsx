import { pieces } from "../../core/text.ts";

/** What somebody wrote: text nodes and checked links, never markup. */
export function Words({ text }: { text: string }) {
  return (
    <span class="m-text" dir="auto">
      {pieces(text).map((piece, at) => piece.href
        ? <a key={at} href={piece.href} target="_blank" rel="noreferrer noopener nofollow">{piece.text}</a>
        : piece.text)}
    </span>
  );
}
