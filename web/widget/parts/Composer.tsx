/** The place to write: grows with the text, Enter sends, a draft survives a reload. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { countPoints, refusal, TEXT_LIMIT } from "../../core/text.ts";
import type { Keep } from "../../core/storage.ts";
import type { Acts } from "../acts.ts";
import type { Tray } from "../../core/tray.ts";
import { TrayRow } from "../../ui/TrayRow.tsx";
import type { WidgetWords } from "../words.ts";
import { AboutBar, EndTalk } from "./About.tsx";
import { Attach } from "./Attach.tsx";
import { Icon } from "./Icon.tsx";

/** A text that the page would like to see here; each further one has a higher number. */
export interface Proposal {
  text: string;
  times: number;
}

interface Props {
  words: WidgetWords;
  peeked: boolean;
  drafts: Keep;
  scope: string;
  proposed: Proposal;
  typed(text: string): void;
  say(text: string, files: readonly string[]): void;
  tray: Tray;
  acts: Acts;
  /** A talk is going on, so it can be ended. */
  open: boolean;
}

/** The counter comes up when so many characters are left. */
const NEAR = 500;

export function Composer({ words, peeked, drafts, scope, proposed, typed, say, acts, open, tray }: Props) {
  const slot = `pult.${scope}.draft`;
  const [text, setText] = useState(() => drafts.get(slot) ?? "");
  const area = useRef<HTMLTextAreaElement>(null);
  const left = text.length > TEXT_LIMIT - NEAR ? TEXT_LIMIT - countPoints(text) : NEAR;
  const refused = refusal(text);
  const busy = tray.busy();
  const [wanted, want] = useState(false);

  useEffect(() => grow(area.current), [text]);
  useEffect(() => growWithWidth(area.current), []);
  const aside = useRef("");
  const about = acts.about.value;
  const edited = about?.act === "edit" ? about.item : null;
  // Mending takes the box, before the next key; what stood in it comes back afterwards.
  useLayoutEffect(() => {
    if (edited === null) return;
    aside.current = drafts.get(slot) ?? "";
    setText(edited.text);
    return () => setText(aside.current);
  }, [edited]);
  useEffect(() => {
    if (about !== null) area.current?.focus();
  }, [about]);

  const ready = refused === null || (refused === "blank" && edited === null && (busy || tray.some()));
  // Send was pressed while files were still on their way: it happens once they have come.
  useEffect(() => {
    if (wanted && !busy) send();
  }, [wanted, busy]);

  const change = (next: string): void => {
    setText(next);
    if (edited !== null) return;
    if (next === "") drafts.remove(slot);
    else drafts.set(slot, next);
  };
  useEffect(() => {
    // Below what a person has begun, never in its place.
    if (proposed.times > 0) change(text.trim() === "" ? proposed.text : `${text}\n${proposed.text}`);
  }, [proposed.times]);
  const send = (): void => {
    area.current?.focus();
    if (!ready) return;
    if (edited !== null) return say(text, []);
    want(busy);
    if (busy) return;
    say(text, tray.spend().map((file) => file.id));
    change("");
  };
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <AboutBar acts={acts} words={words} />
      <TrayRow tray={tray} words={words} />
      <div class="write">
        {edited === null && <Attach words={words} add={tray.add} />}
        <textarea
          ref={area}
          data-focus
          data-testid="composer"
          rows={1}
          dir="auto"
          enterkeyhint="send"
          aria-label={words.t("placeholder")}
          aria-describedby="chat-notes"
          placeholder={words.t("placeholder")}
          value={text}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (!pasted || pasted.length === 0) return;
            event.preventDefault();
            tray.add(pasted);
          }}
          onInput={(event) => {
            change(event.currentTarget.value);
            if (edited === null) typed(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape" && about !== null) {
              event.preventDefault();
              acts.leave();
            }
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" data-testid="send" aria-label={words.t("send")} title={words.t("send")} aria-disabled={!ready}>
          <Icon name="send" />
        </button>
      </div>
      <div class="notes" id="chat-notes">
        {wanted && busy && <p role="status" data-testid="sends-after">{words.t("sendsAfter")}</p>}
        {peeked && <p>{words.t("peeked")}</p>}
        {left < NEAR && (
          <p class={left < 0 ? "over" : ""} data-testid="counter" aria-live="polite">
            {left < 0 ? words.t("over", { count: -left }) : words.t("left", { count: left })}
          </p>
        )}
        {open && <EndTalk end={acts.end} words={words} />}
      </div>
    </form>
  );
}

/** A frame in a closed panel has no width yet: what is measured there is as high as the placeholder is long. */
function growWithWidth(area: HTMLTextAreaElement | null): (() => void) | undefined {
  if (area === null || !("ResizeObserver" in window)) return undefined;
  let width = area.clientWidth;
  const observer = new ResizeObserver(() => {
    if (area.clientWidth === width) return;
    width = area.clientWidth;
    grow(area);
  });
  observer.observe(area);
  return () => observer.disconnect();
}

function grow(area: HTMLTextAreaElement | null): void {
  if (area === null) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
