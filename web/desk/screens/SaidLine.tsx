import type { AskForm } from "../../core/forms.ts";
import type { Item } from "../../core/item.ts";
import type { DeskState } from "../../core/protocol.ts";
import { clip } from "../../core/text.ts";
import { words } from "../beside/words.ts";
import { may } from "../state/api.ts";
import { useDesk, type Desk } from "../state/desk.ts";
import { editing } from "../state/dialogs.ts";
import { say, speech } from "../state/settings.ts";
import { FilesOf } from "../../ui/FilesOf.tsx";
import { EditForm } from "./EditForm.tsx";
import { fileWords } from "./files.tsx";
import { focusBox } from "./focus.ts";
import { Preview } from "./Preview.tsx";
import { SaidMenu } from "./SaidMenu.tsx";
import { Words } from "./Words.tsx";

interface Props {
  item: Item;
  state: DeskState;
  /** the visitor has read up to here */
  read: boolean;
  /** this is the last line of ours that a page of the visitor's has received */
  got: boolean;
  /** the line that this one answers, when it is in sight */
  quoted: Item | undefined;
  /** It stands in an earlier talk: it is read, not changed. */
  old?: boolean;
}

/** One message or note, in the voice of whoever said it. */
export function SaidLine({ item, state, read, got, quoted, old = false }: Props) {
  const desk = useDesk();
  const { acts, me, pending, links, status } = desk;
  const toMe = item.to?.id === me.id && !item.erased && item.by.kind === "operator";
  const ours = item.by.kind === "operator";
  const mine = acts.mayChange(item);
  const holds = state.holder.kind === "operator" && state.holder.id === me.id && state.status !== "resolved";
  const mayErase = mine || (holds && !item.erased && item.by.kind === "contact");
  const mayQuote = may(me, "talks.write") && state.status !== "resolved" && !item.erased && item.kind === "message";
  const change = pending.value.find(({ command }) => command.t === "edit" && command.conv === state.conv && command.n === item.n)?.command;
  const text = change?.t === "edit" ? change.text : item.text;
  return (
    <div class={`m-line${ours ? " m-line-ours" : ""}`} data-testid="entry" data-n={item.n} data-kind={item.kind} data-by={item.by.kind} data-erased={item.erased}>
      {!old && editing.value === item.n && mine
        ? <EditForm conv={state.conv} item={item} />
        : (
          <div class={`m ${voiceOf(item)}${item.erased ? " m-erased" : ""}${change ? " m-waits" : ""}`}>
            <span class="hidden">{speaker(item, me.id, state)}: </span>
            {item.to && <span class="whisper-to" data-testid="whisper" data-to={item.to.id}>{item.to.id === me.id ? words("whisper.toYou") : words("whisper.to", { name: item.to.name ?? "" })}</span>}
            {item.quote !== null && <Quoted item={quoted} who={quoted ? speaker(quoted, me.id, state) : ""} />}
            {item.erased ? <span class="m-text">{say(item.kind === "note" ? "said.noteErased" : "said.erased")}</span> : text !== "" && <Words text={text} marks={item.by.kind !== "contact"} />}
            {item.form !== null && <AskedList form={item.form} />}
            {item.files.length > 0 && <FilesOf files={item.files} words={fileWords()} live={status.value === "live"} links={() => links.of(state.conv, item.n)} more={(file, url) => <Preview file={file} url={url} />} />}
            {toMe && !old && <button type="button" class="whisper-answer" data-testid="whisper-answer" onClick={() => answer(desk, state.conv, item)}>{words("whisper.answer")}</button>}
            <small>{underline(item, me.id, read, got, change !== undefined)}</small>
          </div>
        )}
      {!old && (mayErase || mayQuote) && editing.value !== item.n && <SaidMenu conv={state.conv} item={item} mayEdit={mine} mayErase={mayErase} mayQuote={mayQuote} />}
    </div>
  );
}

/** What a form of ours asks. */
function AskedList({ form }: { form: AskForm }) {
  const lines = form.fields.flatMap((ask) => ask.kind === "buttons" ? (ask.choices ?? []) : [`${ask.label ?? ""} · ${say(`form.kind.${ask.kind}`)}`]);
  return <ul class="m-form" aria-label={say("form.asked")} data-testid="asked">{lines.map((line) => <li key={line} dir="auto">{line}</li>)}</ul>;
}

/** The start of the line that is answered; looked up, never copied, so that what was erased is gone here too. */
export function Quoted({ item, who }: { item: Item | undefined; who: string }) {
  const text = item === undefined ? say("said.earlier") : item.erased ? say("said.erased") : clip(item.text, 160) || say("file.some", { count: item.files.length });
  return <blockquote class="m-quoted" data-testid="quoted">{who && <b>{who}</b>}<span>{text}</span></blockquote>;
}

/** A note back to whoever whispered. */
function answer({ beside, drafts }: Desk, conv: string, { by }: Item): void {
  beside.to.value = { id: by.id ?? 0, name: by.name ?? "" };
  drafts.change(conv, { mode: "note" });
  focusBox();
}

function voiceOf(item: Item): string {
  if (item.kind === "note") return item.to ? "m-note m-whisper" : "m-note";
  if (item.by.kind === "contact") return "m-contact";
  return item.by.kind === "operator" ? "m-ours" : "m-bot";
}

export function speaker(item: Item, me: number, state: DeskState): string {
  if (item.by.kind === "operator" && item.by.id === me) return say("said.you");
  if (item.by.kind === "contact") return state.contact.name ?? say("said.visitor");
  return item.by.name || say(item.by.kind === "bot" ? "said.bot" : "fact.nobody");
}

/** Time, who of us it was when it was not me, and the marks. */
function underline(item: Item, me: number, read: boolean, got: boolean, changing: boolean): string {
  const other = item.by.kind !== "contact" && item.by.id !== me ? item.by.name || null : null;
  const parts = [
    speech.value.clock(item.at),
    other,
    item.kind === "note" ? say("said.note") : null,
    item.answers !== null ? say("form.answered") : null,
    item.edited !== null ? say("said.edited") : null,
    changing ? say("said.sending") : null,
    read ? say("said.read") : got ? say("said.got") : null,
  ];
  return parts.filter(Boolean).join(" · ");
}
