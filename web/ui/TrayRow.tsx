import type { Piece, Tray } from "../core/tray.ts";
import type { FileWords } from "./FileWords.ts";
import { sizeOf } from "./size.ts";

/** The files that will go with the next words: how far each has come, a way to take it out, and to try a failed one again. */
export function TrayRow({ tray, words }: { tray: Tray; words: FileWords }) {
  const pieces = tray.pieces.value;
  if (pieces.length === 0) return null;
  return (
    <ul class="tray" aria-label={words.t("file.tray")}>
      {pieces.map((piece) => (
        <li key={piece.id} class={`tray-piece tray-${piece.state}`} data-testid="piece" data-state={piece.state} data-code={piece.code ?? undefined}>
          {piece.preview !== null && <img src={piece.preview} alt="" />}
          <span class="tray-text">
            <span class="file-name" dir="auto">{piece.name}</span>
            <small role={piece.state === "failed" ? "alert" : undefined}>{said(piece, words)}</small>
            {piece.state === "sending" && <progress value={piece.sent} max={1} aria-label={piece.name} />}
          </span>
          {piece.state === "failed" && piece.code !== "empty" && piece.code !== "too_large" && (
            <button type="button" class="tray-act" data-testid="piece-again" aria-label={words.t("file.again", { name: piece.name })} title={words.t("file.again", { name: piece.name })} onClick={() => tray.again(piece.id)}>↻</button>
          )}
          <button type="button" class="tray-act" aria-label={words.t("file.remove", { name: piece.name })} title={words.t("file.remove", { name: piece.name })} onClick={() => tray.remove(piece.id)}>✕</button>
        </li>
      ))}
    </ul>
  );
}

function said(piece: Piece, words: FileWords): string {
  if (piece.state === "failed") return words.t(piece.code === "empty" ? "file.empty" : piece.code === "too_large" ? "file.large" : "file.failed");
  if (piece.state === "done") return `${sizeOf(piece.size, words.language)} · ${words.t("file.done")}`;
  return words.t(piece.state === "waits" ? "file.waits" : "file.sending");
}
