import { Fragment, type ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LINK_MS, type FileRef, type Urls } from "../core/files.ts";
import type { FileWords } from "./FileWords.ts";
import { sizeOf } from "./size.ts";

interface Props {
  files: readonly FileRef[];
  words: FileWords;
  /** The line is up: addresses can be asked for. */
  live: boolean;
  links(): Promise<Urls>;
  /** What else can be done with a file that is no picture, where something can. */
  more?: (file: FileRef, url: string) => ComponentChildren;
}

const WIDEST = 260;
const HIGHEST = 320;

/** Pictures in place, everything else as a card to save. Each has its room before it has its bytes. */
export function FilesOf({ files, words, live, links, more }: Props) {
  const [urls, setUrls] = useState<Urls>({});
  const [asked, ask] = useState(0);
  useEffect(() => {
    if (!live) return;
    let here = true;
    links().then((found) => here && setUrls(found), () => undefined);
    const timer = setTimeout(() => ask(asked + 1), LINK_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [live, asked]);
  return (
    <div class="files" data-testid="files">
      {files.map((file) => file.w !== null && file.h !== null
        ? <Shown key={file.id} file={file} w={file.w} h={file.h} url={urls[file.id]} words={words} />
        : <Fragment key={file.id}><Card file={file} url={urls[file.id]} words={words} />{more?.(file, urls[file.id] ?? "")}</Fragment>)}
    </div>
  );
}

function Shown({ file, w, h, url, words }: { file: FileRef; w: number; h: number; url: string | undefined; words: FileWords }) {
  const scale = Math.min(1, WIDEST / w, HIGHEST / h);
  const room = { width: `${Math.max(24, Math.round(w * scale))}px`, "aspect-ratio": `${w} / ${h}` };
  // What is shown stays: another address of the same bytes would only load them again.
  const [first, keep] = useState(url);
  useEffect(() => {
    if (first === undefined && url !== undefined) keep(url);
  }, [url]);
  return (
    <a class="file-pic" href={url} target="_blank" rel="noopener noreferrer" style={room} aria-label={words.t("file.open", { name: file.name })} title={file.name} data-testid="picture">
      {first !== undefined && <img src={first} alt={file.name} width={w} height={h} loading="lazy" decoding="async" onError={() => keep(url)} />}
    </a>
  );
}

function Card({ file, url, words }: { file: FileRef; url: string | undefined; words: FileWords }) {
  return (
    <a class="file-card" href={url} download={file.name} title={words.t("file.save", { name: file.name })} data-testid="file">
      <span class="file-mark" aria-hidden="true">{ending(file.name)}</span>
      <span class="file-name" dir="auto">{file.name}</span>
      <small>{sizeOf(file.size, words.language)}</small>
    </a>
  );
}

function ending(name: string): string {
  const at = name.lastIndexOf(".");
  return at > 0 ? name.slice(at + 1, at + 5).toUpperCase() : "";
}
