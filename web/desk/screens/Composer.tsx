import { useEffect, useRef } from "preact/hooks";
import type { DeskState } from "../../core/protocol.ts";
import { countPoints, refusal, TEXT_LIMIT } from "../../core/text.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { TrayRow } from "../../ui/TrayRow.tsx";
import { Writing } from "../beside/Others.tsx";
import { words as besideWords } from "../beside/words.ts";
import { allowedIn, modesOf } from "../model/allowed.ts";
import { gapsAt, withoutGaps } from "../model/gaps.ts";
import { Marked, Picker } from "../canned/Picker.tsx";
import { usePicker } from "../canned/usePicker.ts";
import { words } from "../canned/words/picker.ts";
import { useDesk } from "../state/desk.ts";
import { asked, editing } from "../state/dialogs.ts";
import { say } from "../state/settings.ts";
import { AskBar } from "./AskBar.tsx";
import { Modes, QuoteBar, Strip, useGrow } from "./BoxParts.tsx";
import { focusBox, focusRow } from "./focus.ts";
import { AttachButton, fileWords, useUpload } from "./files.tsx";
import { MarkButtons, wrap } from "./MarkButtons.tsx";
import { useQuestions } from "./useQuestions.ts";
import { useTyping } from "./useTyping.ts";

/** Where an operator writes. A reply and a note are never the same colour, and the box says who will read it. */
export function Composer({ state }: { state: DeskState }) {
  const desk = useDesk();
  const { drafts, acts, me, talk, holding } = desk;
  const { conv } = state;
  const tray = desk.tray(conv);
  const may = allowedIn(state, me);
  const draft = drafts.of(conv);
  const modes = modesOf(me);
  const mode = modes.includes(draft.mode) ? draft.mode : "note";
  const upload = useUpload(tray, mode);
  const to = desk.beside.to.value;
  const text = draft[mode];
  const area = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(conv);
  const questions = useQuestions(state);
  const picker = usePicker({ state, area, tray, mode });
  const takes = mode === "reply" && may.take;
  const over = countPoints(text) - TEXT_LIMIT;
  const said = refusal(text);
  const ready = (said === null || (said === "blank" && upload.some)) && (mode === "note" || may.reply);
  const held = holding.words.value.some(({ command }) => command.conv === conv);
  useGrow(area, text, mode);
  useEffect(() => { if (may.reply && matchMedia("(min-width: 901px)").matches && !may.take) area.current?.focus(); }, []);
  useEffect(() => () => drafts.flush(conv), [conv]);

  function send(now = false): void {
    if (text.trim() === "" && !upload.some && holding.release(conv)) return;
    if (!ready || (mode === "reply" && !questions.mayGo())) return;
    focusBox();
    if (upload.waits()) return;
    typing(false);
    acts.speak(conv, mode, takes, tray, now);
  }
  useEffect(() => { if (!upload.busy && upload.settle()) send(); }, [upload.busy]);
  function anyway(now = false): void {
    if (questions.open?.kind === "gaps") desk.write(conv, { reply: withoutGaps(text) });
    questions.pass();
    focusBox();
    // once the answer stands: the next question, or the way out
    setTimeout(() => again.current(now), 0);
  }
  const again = useRef(send);
  again.current = send;
  function plan(): void {
    if (ready && !upload.busy && questions.mayGo()) asked.value = { kind: "later", conv };
  }
  function edit(): void {
    const gap = questions.open?.kind === "gaps" ? gapsAt(text)[0] : undefined;
    questions.dismiss();
    area.current?.focus();
    if (gap) area.current?.setSelectionRange(gap.from, gap.to);
  }
  function move(): void {
    const other = mode === "note" ? "reply" : "note";
    const whole = draft[other].trim() ? `${draft[other]}\n${text}` : text;
    desk.write(conv, { mode: other, [mode]: "", [other]: whole });
    if (other === "reply") drafts.change(conv, { fromNote: true });
    questions.dismiss();
    focusBox();
  }
  function editLast(): void {
    const last = talk.view.value?.items.findLast((item) => acts.mayChange(item) && item.kind === (mode === "note" ? "note" : "message"));
    if (last) editing.value = last.n;
  }
  function onKey(event: KeyboardEvent): void {
    if (event.isComposing || picker.onKey(event)) return;
    const strong = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && event.altKey && mode === "reply") plan();
    else if (event.key === "Enter" && strong) questions.open === null ? send(true) : anyway(true);
    else if (event.key === "Enter" && !event.shiftKey) questions.open === null && send();
    else if (strong && mode === "reply" && (event.code === "KeyB" || event.code === "KeyI")) wrap(area, event.code === "KeyB" ? "b" : "i");
    else if (event.key === "Escape") questions.open === null ? leave(conv, area.current) : edit();
    else if (event.code === "KeyZ" && strong && text === "" && held) acts.undo(conv, tray);
    else if (event.key === "ArrowUp" && text === "") editLast();
    else return;
    event.preventDefault();
  }
  return (
    <section class="box-wrap" aria-label={say("box.label")}>
      <Writing state={state} />
      <Strip state={state} mode={mode} />
      {mode === "reply" && questions.open !== null && <AskBar question={questions.open} state={state} onEdit={edit} onAnyway={() => anyway()} onNote={move} />}
      {picker.picking !== null && <Picker picking={picker.picking} />}
      {mode === "reply" && draft.quote ? <QuoteBar state={state} quote={draft.quote} /> : null}
      {mode === "reply" && <TrayRow tray={tray} words={fileWords()} />}
      <div class={`box box-${mode}`} data-testid="box" data-mode={mode} onDragOver={(event) => { if (mode === "reply") event.preventDefault(); }}
        onDrop={(event) => { if (mode !== "reply") return; event.preventDefault(); tray.add(event.dataTransfer?.files ?? []); }}>
        <Modes mode={mode} state={state} onMode={(next) => { drafts.change(conv, { mode: next }); focusBox(); }} onMove={text.trim() && modes.length > 1 ? move : null} />
        <div class="box-text">
        <Gaps text={text} area={area} />
        <textarea ref={area} spellcheck onKeyUp={picker.look} onClick={picker.look} aria-controls={picker.picking?.found.length ? "pick-list" : undefined}
          aria-activedescendant={picker.picking?.chosen ? `pick-${picker.picking.chosen.reply.id}` : undefined} value={text} rows={2} data-testid="composer" dir="auto" aria-describedby="box-where"
          aria-label={say(mode === "note" ? "box.noteHint" : "box.replyHint")} placeholder={mode === "note" && to ? besideWords("to.hint", { name: to.name }) : say(mode === "note" ? "box.noteHint" : "box.replyHint")}
          onInput={(event) => { desk.write(conv, { [mode]: event.currentTarget.value }); questions.dismiss(); picker.look(); typing(mode === "reply" && may.reply && !may.take); }}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (mode === "reply" && !pasted?.length && isOfNote(event.clipboardData?.getData("text") ?? "", draft.note)) drafts.change(conv, { fromNote: true });
            if (mode !== "reply" || !pasted?.length) return;
            event.preventDefault();
            tray.add(pasted);
          }}
          onBlur={() => { typing(false); drafts.flush(conv); }} onKeyDown={onKey} />
        </div>
        <div class="box-foot">
          {mode === "reply" && <AttachButton add={tray.add} />}
          {desk.library.on.value && <IconButton icon="quick" label={words("open")} onClick={picker.begin} data-testid="canned-open" />}
          {mode === "reply" && <MarkButtons area={area} />}
          {mode === "reply" && may.reply && <IconButton icon="form" label={say("form.title")} data-testid="form-open" onClick={() => (asked.value = { kind: "ask", conv, takes })} />}
          {over > 0 ? <span class="pill pill-late" role="status">{say("box.long", { count: over })}</span>
            : <span class="quiet box-hint">{say(upload.wanted ? "box.sendsAfter" : held && text === "" ? "box.nowHint" : "box.newline")}</span>}
          <span class="box-send">
            {mode === "reply" && <IconButton icon="clock" label={say("later.open")} disabled={!ready || upload.busy} onClick={plan} data-testid="later-open" />}
            <Button look="main" kbd="⏎" disabled={!ready} onClick={() => send()} data-testid="send">
              {say(mode === "note" ? "box.keepNote" : takes ? "box.takeSend" : "box.send")}
            </Button>
          </span>
        </div>
      </div>
    </section>
  );
}

/** Gaps of a saved reply stand out behind the text, as it scrolls. */
function Gaps({ text, area }: { text: string; area: { readonly current: HTMLTextAreaElement | null } }) {
  const layer = useRef<HTMLDivElement>(null);
  const some = gapsAt(text).length > 0;
  useEffect(() => {
    const node = area.current;
    const follow = (): void => void (layer.current && node && (layer.current.scrollTop = node.scrollTop));
    node?.addEventListener("scroll", follow);
    return () => node?.removeEventListener("scroll", follow);
  }, [some]);
  return some ? <div ref={layer} class="box-gaps" aria-hidden="true" data-testid="gaps"><Marked text={text} /></div> : null;
}

/** Words that are carried over from the note that is being written. */
const isOfNote = (pasted: string, note: string): boolean => pasted.trim().length > 3 && note.includes(pasted.trim());

function leave(conv: string, area: HTMLTextAreaElement | null): void {
  area?.blur();
  focusRow(conv);
}
