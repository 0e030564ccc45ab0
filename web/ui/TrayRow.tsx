import type { Piece, Tray } from "../core/tray.ts";
import type { FileWords } from "./FileWords.ts";
import { sizeOf } from "./size.ts";

/** What trying again would not change. */
const LASTING = /empty|large|infec/;

/** The files that will go with the next words: how far each has come, a way to take it out, and to try a failed one again. */
export function TrayRow({ tray, words }: { tray: Tray; words: FileWords }) {
  const pieces = tray.pieces.value;
  if (pieces.length === 0) return null;
  const act = (what: "again" | "remove", sign: string, name: string, onClick: () => void) => {
    const label = words.t(`file.${what}`, { name });
    return <button type="button" class="tray-act" data-testid={`piece-${what}`} aria-label={label} title={label} onClick={onClick}>{sign}</button>;
  };
  return (
    <ul class="tray" aria-label={words.t("file.tray")}>
      {pieces.map((piece) => (
        <li key={piece.id} class={`tray-piece tray-${piece.state}`} data-testid="piece" data-state={piece.state}>
          {piece.preview !== null && <img src={piece.preview} alt="" />}
          <span class="tray-text">
            <span class="file-name" dir="auto">{piece.name}</span>
            <small role={piece.state === "failed" ? "alert" : undefined}>{said(piece, words)}</small>
            {piece.state === "sending" && <progress value={piece.sent} max={1} aria-label={piece.name} />}
          </span>
          {piece.state === "failed" && !LASTING.test(piece.code as string) && act("again", "↻", piece.name, () => tray.again(piece.id))}
          {act("remove", "✕", piece.name, () => tray.remove(piece.id))}
        </li>
      ))}
    </ul>
  );
}

function said(piece: Piece, words: FileWords): string {
  if (piece.state === "failed") return words.t(LASTING.test(piece.code as string) ? `file.${piece.code as "empty"}` : "file.failed");
  if (piece.state === "done") return `${sizeOf(piece.size, words.language)} · ${words.t("file.done")}`;
  return words.t(piece.state === "waits" ? "file.waits" : "file.sending");
}
