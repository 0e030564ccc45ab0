import { useEffect, useRef } from "preact/hooks";
import { Pill } from "../../ui/Pill.tsx";
import { gapsAt } from "../model/gaps.ts";
import { useDesk } from "../state/desk.ts";
import type { Picking } from "./usePicker.ts";
import { words } from "./words/picker.ts";
import "./picker.css";

/** The saved replies over the box: a list that the keys of the box move in, and the words as they would be put in. */
export function Picker({ picking }: { picking: Picking }) {
  const { found, at, chosen, query } = picking;
  const { library } = useDesk();
  const state = library.state.value;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [at, chosen?.reply.id]);
  if (state !== "here") return <p class="pick pick-says" role="status">{words(state === "failed" ? "failed" : "loading")}</p>;
  if (found.length === 0) {
    const none = library.shelf.value.replies.length === 0;
    return <p class="pick pick-says" role="status" data-testid="pick-none">{none ? words("empty") : words("none", { query })}</p>;
  }
  return (
    <div class="pick" data-testid="picker">
      <ul ref={list} id="pick-list" role="listbox" tabIndex={0} aria-label={words("list")}>
        {found.map((reply, place) => (
          <li key={reply.id} id={`pick-${reply.id}`} role="option" aria-selected={place === at} data-testid="pick" data-id={reply.id}
            onMouseDown={(event) => event.preventDefault()} onClick={() => picking.put(place)}>
            <span class="pick-title" dir="auto">{reply.title}</span>
            {reply.shortcut && <kbd>/{reply.shortcut}</kbd>}
            <small dir="auto">{[reply.folder, words(reply.scope)].filter(Boolean).join(" · ")}</small>
          </li>
        ))}
      </ul>
      {chosen && <Preview picking={picking} />}
      <p class="pick-how quiet">{words("how")}</p>
    </div>
  );
}

function Preview({ picking }: { picking: Picking }) {
  const { chosen, conv, speak } = picking;
  const { library } = useDesk();
  if (chosen === null) return null;
  const { reply, language, text } = chosen;
  const times = library.times(conv, reply.id);
  return (
    <div class="pick-preview" data-testid="pick-preview" tabIndex={0}>
      <p class="pick-marks">
        {Object.keys(reply.texts).length > 1 && Object.keys(reply.texts).map((one) => (
          <button key={one} type="button" class="pick-lang" aria-pressed={one === language} aria-label={words("language", { language: one })}
            onMouseDown={(event) => event.preventDefault()} onClick={() => speak(one)}>{one}</button>
        ))}
        {reply.files.length > 0 && <Pill>{words("files", { count: reply.files.length })}</Pill>}
        {times > 0 && <Pill tone="wait">{words("had", { count: times })}</Pill>}
      </p>
      <p class="pick-text" dir="auto" lang={language}><Marked text={text} /></p>
    </div>
  );
}

/** A text with its gaps standing out. */
export function Marked({ text }: { text: string }) {
  const gaps = gapsAt(text);
  let from = 0;
  const parts = gaps.flatMap((gap) => {
    const before = text.slice(from, gap.from);
    from = gap.to;
    return [before, <mark key={gap.from} class="gap">{gap.name}</mark>];
  });
  return <>{parts}{text.slice(from)}</>;
}
