import type { DeskState } from "../../core/protocol.ts";
import type { Item } from "../../core/item.ts";
import { clip } from "../../core/text.ts";
import { Button } from "../../ui/Button.tsx";
import { factSentence } from "../model/facts.ts";
import type { Question } from "../model/questions.ts";
import { useDesk } from "../state/desk.ts";
import { say, speech } from "../state/settings.ts";
import { speaker } from "./SaidLine.tsx";

interface Props {
  question: Question;
  state: DeskState;
  onEdit(): void;
  onAnyway(): void;
  onNote(): void;
}

/** Why the reply has not gone, what has changed, and the ways on. The keyboard stays in the box: Ctrl + Enter sends, Escape goes back to the words. */
export function AskBar({ question, state, onEdit, onAnyway, onNote }: Props) {
  const forTeam = question.kind === "colleague" || question.kind === "fromNote";
  const gaps = question.kind === "gaps";
  return (
    <div class="ask" role="alert" data-testid="ask" data-kind={question.kind}>
      <p>{sentence(question)}</p>
      {question.kind === "changed" && <Changes items={question.items} state={state} />}
      <div class="ask-acts">
        {forTeam && <Button look="main" onClick={onNote} data-testid="ask-note">{say("ask.toNote")}</Button>}
        <Button kbd="Esc" onClick={onEdit} data-testid="ask-edit">{say(gaps ? "ask.fill" : "ask.edit")}</Button>
        <Button kbd="Ctrl ⏎" onClick={onAnyway} data-testid="ask-anyway">{say(gaps ? "ask.without" : forTeam ? "ask.send" : "ask.anyway")}</Button>
      </div>
    </div>
  );
}

function sentence(question: Question): string {
  if (question.kind === "colleague") return say("ask.colleague", { name: question.name });
  if (question.kind === "gaps") return say("ask.gaps", { count: question.gaps.length, names: question.gaps.join(", ") });
  if (question.kind === "again") return say("ask.again", { when: `${speech.value.day(question.at, Date.now())}, ${speech.value.clock(question.at)}` });
  return say(question.kind === "changed" && question.items.length === 0 ? "ask.edited" : `ask.${question.kind}`);
}

const SHOWN = 3;

function Changes({ items, state }: { items: readonly Item[]; state: DeskState }) {
  const { me } = useDesk();
  const left = items.length - SHOWN;
  return (
    <ul class="ask-changes" data-testid="ask-changes">
      {items.slice(-SHOWN).map((item) => (
        <li key={item.n} dir="auto">
          {item.fact === null ? <><b>{speaker(item, me.id, state)}:</b> {words(item)}</> : factSentence(item, me.id, say)}
        </li>
      ))}
      {left > 0 && <li class="quiet">{say("ask.more", { count: left })}</li>}
    </ul>
  );
}

const words = (item: Item): string => clip(item.text, 300) || (item.erased ? say("said.erased") : say("file.some", { count: item.files.length }));
