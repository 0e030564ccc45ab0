import { useEffect, useState } from "preact/hooks";
import type { FileRef } from "../../core/files.ts";
import { Button } from "../../ui/Button.tsx";
import { asked } from "../state/dialogs.ts";
import { say } from "../state/settings.ts";

/** A sound is heard in place, a PDF looked at in a window above the desk. What kind it is was found in its bytes, not in its name. */
export function Preview({ file, url }: { file: FileRef; url: string }) {
  if (file.type.startsWith("audio/")) return <Sound name={file.name} url={url} />;
  if (file.type !== "application/pdf" || !navigator.pdfViewerEnabled) return null;
  return <Button look="quiet" disabled={url === ""} onClick={() => (asked.value = { kind: "pdf", url, name: file.name })} data-testid="view-pdf">{say("view.pdf")}</Button>;
}

/** What is being heard goes on when the address is renewed. */
function Sound({ name, url }: { name: string; url: string }) {
  const [first, keep] = useState(url);
  useEffect(() => { if (first === "" && url !== "") keep(url); }, [url]);
  if (first === "") return null;
  return <audio class="view-audio" controls preload="metadata" src={first} aria-label={say("view.audio", { name })} data-testid="view-audio" onError={() => keep(url)} />;
}

/** The bytes come as bytes and are called a PDF by us: whatever they are, nothing but the browser's own viewer opens them. */
export function PdfView({ url, name }: { url: string; name: string }) {
  const [blob, setBlob] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    let made: string | null = null;
    let here = true;
    fetch(url, { credentials: "same-origin" })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        made = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: "application/pdf" }));
        if (here) setBlob(made);
      })
      .catch(() => here && setBlob(null));
    return () => {
      here = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [url]);
  if (blob === undefined) return <p role="status">{say("view.loading")}</p>;
  if (blob === null) return <p role="alert">{say("view.failed")} <a href={url} download={name}>{name}</a></p>;
  return <iframe class="view-pdf" src={blob} title={name} data-testid="pdf" />;
}
