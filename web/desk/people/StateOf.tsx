import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Check, Select } from "../../ui/Inputs.tsx";
import { STATES, type Doing, type State } from "../state/api.ts";
import { choiceOf, choices, stateName, wishOf, type Choice } from "../state/named.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { request } from "./api.ts";
import { refused } from "./told.ts";
import { words } from "./words.ts";

interface Props {
  of: { id: number; name: string; state: State; named?: number | null; comment: string };
  /** Open chats in these hands. */
  holds: number;
  onDone: () => void;
}

/** Another state for a colleague, with a word for everybody and what becomes of the chats. The colleague is told who did it. */
export function StateOf({ of, holds, onDone }: Props) {
  const [choice, setChoice] = useState<Choice>(choiceOf(of.state, of.named));
  const wish = wishOf(choice);
  const [comment, setComment] = useState(of.comment);
  const [back, setBack] = useState(false);
  const [busy, setBusy] = useState(false);
  const leaves = (wish.state === "offline" || wish.state === "pause") && holds > 0;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const wanted = { ...wish, comment: comment.trim(), talks: leaves && back ? "queue" : "keep" };
    const answer = await request<Doing>("PUT", `/api/operators/${of.id}/state`, wanted);
    setBusy(false);
    if (!answer.ok) return refused(answer);
    toast(words("person.stateSet", { name: of.name, state: stateName(wish.state, wish.named) }));
    onDone();
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="state-of">
      <Select label={words("person.state")} value={choice} onValue={setChoice} options={choices(STATES, choice).map((one) => [one.choice, one.name])} data-testid="state-of-choice" />
      <Field label={say("state.comment")} value={comment} onValue={setComment} maxLength={200} data-testid="state-of-comment" />
      {leaves && <Check label={words("person.stateBack", { count: holds })} value={back} onValue={setBack} data-testid="state-of-back" />}
      <div><Button type="submit" busy={busy} data-testid="state-of-set">{say("state.set")}</Button></div>
    </form>
  );
}
