import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "../../ui/Button.tsx";
import { clip } from "../../core/text.ts";
import { useDesk } from "../state/desk.ts";
import { finding } from "../state/dialogs.ts";
import { say, speech } from "../state/settings.ts";
import type { FoundLine } from "../state/story.ts";

/** Typing pauses so long (ms) before the server is asked. */
const PAUSE = 200;

/** A search in the open talk: the newest first; arrows choose, Enter goes there, Escape closes. */
export function FindBar() {
  const { story, talk } = useDesk();
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<readonly FoundLine[] | null>(null);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  // before the next key: what is typed right behind F belongs here
  useLayoutEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (!query.trim()) return setFound(null);
    let here = true;
    const timer = setTimeout(() => void story.find(query.trim()).then((lines) => { if (here) { setFound(lines); setAt(0); } }), PAUSE);
    return () => { here = false; clearTimeout(timer); };
  }, [query, story]);

  const close = (): void => void (finding.value = false);
  function goTo(place: number): void {
    const line = found?.[place];
    if (!line) return;
    setAt(place);
    if (talk.conv.peek() !== null) talk.goTo(talk.conv.peek() ?? "", line.n);
  }
  function onKey(event: KeyboardEvent): void {
    const some = found?.length ?? 0;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && some > 0) goTo(at);
    else if (event.key === "ArrowDown" && some > 0) goTo((at + 1) % some);
    else if (event.key === "ArrowUp" && some > 0) goTo((at + some - 1) % some);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div class="find" role="search" data-testid="find">
      <div class="find-line">
        <input ref={input} type="search" value={query} maxLength={200} aria-label={say("find.label")} placeholder={say("find.label")} data-testid="find-text" onInput={(event) => setQuery(event.currentTarget.value)} onKeyDown={onKey} />
        <span class="quiet" role="status">{found !== null && say("find.count", { count: found.length })}</span>
        <IconButton icon="close" label={say("app.close")} onClick={close} />
      </div>
      {found !== null && found.length > 0 && (
        <ul>
          {found.map((line, place) => (
            <li key={line.n}>
              <button type="button" class="find-one" aria-current={place === at} onClick={() => goTo(place)} data-testid="find-one" data-n={line.n}>
                <small>{speech.value.day(line.at, Date.now())}, {speech.value.clock(line.at)} · {line.by.name ?? say("said.visitor")}</small>
                <span dir="auto">{clip(line.text, 160)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
