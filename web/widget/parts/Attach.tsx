/** Choosing files: any kind, several at once; on a phone also straight from the camera. The limit is said before. */

import { useRef } from "preact/hooks";
import type { WidgetWords } from "../words.ts";
import { Glyph } from "./Icon.tsx";

const PATHS = {
  attach: "m21 11-9 9a5 5 0 0 1-7-7l9-9a3 3 0 0 1 5 5l-9 9a1 1 0 0 1-3-3l8-8",
  camera: "M3 8h4l2-3h6l2 3h4v11H3ZM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z",
} as const;

interface Props {
  words: WidgetWords;
  add(files: Iterable<File>): void;
}

export function Attach({ words, add }: Props) {
  return (
    <>
      <Choose name="attach" label={words.t("attach")} add={add} />
      {matchMedia("(pointer: coarse)").matches && <Choose name="camera" label={words.t("camera")} add={add} />}
    </>
  );
}

function Choose({ name, label, add }: { name: "attach" | "camera"; label: string; add(files: Iterable<File>): void }) {
  const input = useRef<HTMLInputElement>(null);
  const camera = name === "camera" ? { accept: "image/*", capture: "environment" as const } : { multiple: true };
  return (
    <>
      <input ref={input} type="file" class="unseen" tabIndex={-1} aria-hidden="true" data-testid={`${name}-input`} {...camera}
        onChange={(event) => {
          add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }} />
      <button type="button" class="icon" data-testid={name} aria-label={label} title={label} onClick={() => input.current?.click()}>
        <Glyph path={PATHS[name]} />
      </button>
    </>
  );
}
