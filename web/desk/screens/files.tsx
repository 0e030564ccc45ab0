import { useRef, useState } from "preact/hooks";
import type { Tray } from "../../core/tray.ts";
import { IconButton } from "../../ui/Button.tsx";
import type { FileWords } from "../../ui/FileWords.ts";
import type { Mode } from "../state/drafts.ts";
import { language, say } from "../state/settings.ts";

/** What the shared file parts say at the desk. */
export const fileWords = (): FileWords => ({ language: language.value, t: say });

/** Whether files are still on their way with a reply, and whether Send was pressed meanwhile: it happens once they have come. */
export function useUpload(tray: Tray, mode: Mode) {
  const [wanted, want] = useState(false);
  const pieces = mode === "reply" ? tray.pieces.value : [];
  const busy = pieces.some(({ state }) => state === "queued" || state === "sending" || state === "waits");
  return {
    wanted: wanted && busy,
    busy,
    some: busy || pieces.some(({ state }) => state === "done"),
    waits(): boolean {
      want(busy);
      return busy;
    },
    /** Once: Send was pressed before. */
    settle(): boolean {
      want(false);
      return wanted;
    },
  };
}

export function AttachButton({ add }: { add(files: Iterable<File>): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input ref={input} type="file" multiple class="hidden" tabIndex={-1} aria-hidden="true" data-testid="attach-input"
        onChange={(event) => { add(event.currentTarget.files ?? []); event.currentTarget.value = ""; }} />
      <IconButton icon="clip" label={say("file.attach")} onClick={() => input.current?.click()} data-testid="attach" />
    </>
  );
}
