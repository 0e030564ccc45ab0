import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { DeskState } from "../../core/protocol.ts";
import { countPoints, refusal, TEXT_LIMIT } from "../../core/text.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { TrayRow } from "../../ui/TrayRow.tsx";
import { allowed } from "../model/allowed.ts";
import { SHOWN } from "../model/keys.ts";
import type { Mode } from "../state/drafts.ts";
import { useDesk } from "../state/desk.ts";
import { editing } from "../state/dialogs.ts";
import { say } from "../state/settings.ts";
import { focusBox, focusRow } from "./focus.ts";
import { AttachButton, fileWords, useUpload } from "./files.tsx";
import { Quoted, speaker } from "./SaidLine.tsx";
import { useTyping } from "./useTyping.ts";

const MODES: readonly Mode[] = ["reply", "note"];

/** Where an operator writes. A reply and a note are never the same colour, and the box says who will read it. */
export function Composer({ state }: { state: DeskState }) {
  const desk = useDesk();
  const { drafts, acts, me, talk } = desk;
  const { conv } = state;
  const tray = desk.tray(conv);
  const upload = useUpload(tray, drafts.of(conv).mode);
  const may = allowed(state, me.id);
  const draft = drafts.of(conv);
  const { mode } = draft;
  const text = draft[mode];
  const area = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(conv);
  const takes = mode === "reply" && may.take;
  const over = countPoints(text) - TEXT_LIMIT;
  const busy = acts.busy.value.has("take");
  const said = refusal(text);
  const ready = (said === null || (said === "blank" && upload.some)) && (mode === "note" || may.reply) && !busy;
  useGrow(area, text, mode);
  useEffect(() => { if (may.reply && matchMedia("(min-width: 901px)").matches && !may.take) area.current?.focus(); }, []);

  function send(): void {
    if (!ready) return;
    focusBox();
    if (upload.waits()) return;
    typing(false);
    void acts.speak(conv, mode, takes, tray);
  }
  useEffect(() => { if (!upload.busy && upload.settle()) send(); }, [upload.busy]);
  function editLast(): void {
    const last = talk.view.value?.items.findLast((item) => acts.mayChange(item) && item.kind === (mode === "note" ? "note" : "message"));
    if (last) editing.value = last.n;
  }
  function onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) send();
    else if (event.key === "Escape") leave(conv, area.current);
    else if (event.key === "ArrowUp" && text === "") editLast();
    else return;
    event.preventDefault();
  }
  return (
    <section class="box-wrap" aria-label={say("box.label")}>
      <Strip state={state} mode={mode} />
      {mode === "reply" && draft.quote ? <QuoteBar state={state} quote={draft.quote} /> : null}
      {mode === "reply" && <TrayRow tray={tray} words={fileWords()} />}
      <div class={`box box-${mode}`} data-testid="box" data-mode={mode} onDragOver={(event) => { if (mode === "reply") event.preventDefault(); }}
        onDrop={(event) => { if (mode !== "reply") return; event.preventDefault(); tray.add(event.dataTransfer?.files ?? []); }}>
        <Modes mode={mode} onMode={(next) => { drafts.change(conv, { mode: next }); focusBox(); }} />
        <textarea ref={area} value={text} rows={2} data-testid="composer" dir="auto" aria-describedby="box-where"
          aria-label={say(mode === "note" ? "box.noteHint" : "box.replyHint")} placeholder={say(mode === "note" ? "box.noteHint" : "box.replyHint")}
          onInput={(event) => { drafts.change(conv, { [mode]: event.currentTarget.value }); typing(mode === "reply" && may.reply && !may.take); }}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (mode !== "reply" || !pasted?.length) return;
            event.preventDefault();
            tray.add(pasted);
          }}
          onBlur={() => typing(false)} onKeyDown={onKey} />
        <div class="box-foot">
          {mode === "reply" && <AttachButton add={tray.add} />}
          {over > 0 ? <span class="pill pill-late" role="status">{say("box.long", { count: over })}</span> : <span class="quiet box-hint">{say(upload.wanted ? "box.sendsAfter" : "box.newline")}</span>}
          <Button look="main" kbd="⏎" disabled={!ready} busy={busy} onClick={send} data-testid="send">
            {say(mode === "note" ? "box.keepNote" : takes ? "box.takeSend" : "box.send")}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** Which message the reply answers. */
function QuoteBar({ state, quote }: { state: DeskState; quote: number }) {
  const { drafts, talk, me } = useDesk();
  const item = talk.view.value?.items.find((one) => one.n === quote);
  return (
    <div class="box-quote" data-testid="box-quote">
      <Quoted item={item} who={item ? speaker(item, me.id, state) : ""} />
      <IconButton icon="close" label={say("box.unquote")} onClick={() => { drafts.change(state.conv, { quote: null }); focusBox(); }} />
    </div>
  );
}

function leave(conv: string, area: HTMLTextAreaElement | null): void {
  area?.blur();
  focusRow(conv);
}

function Modes({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }) {
  return (
    <div class="box-modes" role="radiogroup" aria-label={say("box.mode")}>
      {MODES.map((one) => (
        <button key={one} type="button" role="radio" aria-checked={one === mode} aria-keyshortcuts={SHOWN[one]} data-testid={`mode-${one}`} onClick={() => onMode(one)}>
          {say(`box.${one}`)}<kbd aria-hidden="true">{SHOWN[one]}</kbd>
        </button>
      ))}
      <span class="box-where" id="box-where" data-testid="box-where">{say(mode === "note" ? "box.toTeam" : "box.toVisitor")}</span>
    </div>
  );
}

/** Why a reply cannot go, or what it will do besides. */
function Strip({ state, mode }: { state: DeskState; mode: Mode }) {
  const { me } = useDesk();
  const may = allowed(state, me.id);
  if (mode === "note" || (may.reply && !may.take)) return null;
  const says = may.take ? say("box.inQueue") : may.reopen ? say("box.resolved") : say("box.held", { name: state.holder.name ?? "" });
  return <p class="box-strip" data-testid="box-strip">{says}</p>;
}

/** The box is as high as its text, up to the third of the screen that the style allows. */
function useGrow(area: { current: HTMLTextAreaElement | null }, text: string, mode: Mode): void {
  useLayoutEffect(() => {
    const node = area.current;
    if (!node) return;
    node.style.height = "auto";
    node.style.height = `${node.scrollHeight}px`;
  }, [area, text, mode]);
}
