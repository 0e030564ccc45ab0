import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { STATES } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { choiceOf, choices, wishOf, type Choice } from "../state/named.ts";
import { say } from "../state/settings.ts";

/** What I am doing, with a word for colleagues; who stops working is asked about the chats in hand. */
export function StateForm({ onDone }: { onDone: () => void }) {
  const { doing, list } = useDesk();
  const [choice, setChoice] = useState<Choice>(choiceOf(doing.value.peek().state, doing.value.peek().named));
  const wish = wishOf(choice);
  const [comment, setComment] = useState(doing.value.peek().comment);
  const [talks, setTalks] = useState<"keep" | "queue">("keep");
  const mine = list.held.value;
  const leaves = (wish.state === "offline" || wish.state === "pause") && mine > 0;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (await doing.change({ ...wish, comment: comment.trim(), talks: leaves ? talks : "keep" })) onDone();
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="state-form">
      <fieldset class="choice">
        <legend>{say("state.label")}</legend>
        {choices(STATES, choice).map((one) => (
          <label key={one.choice}>
            <input type="radio" name="state" checked={choice === one.choice} onChange={() => setChoice(one.choice)} data-testid={`state-${one.choice.replace(" ", "-")}`} />
            <i class="state-dot" data-state={one.state} aria-hidden="true" />
            <span>{one.name}</span>
          </label>
        ))}
      </fieldset>
      {leaves && (
        <fieldset class="choice" data-testid="state-talks">
          <legend>{say("state.talks", { count: mine })}</legend>
          <label><input type="radio" name="talks" checked={talks === "keep"} onChange={() => setTalks("keep")} /><span>{say("state.keep")}</span></label>
          <label><input type="radio" name="talks" checked={talks === "queue"} onChange={() => setTalks("queue")} data-testid="state-give" /><span>{say("state.give")}</span></label>
        </fieldset>
      )}
      <Field label={say("state.comment")} hint={say("state.commentHint")} value={comment} onValue={setComment} maxLength={200} data-testid="state-comment" />
      <div><Button look="main" type="submit" data-testid="state-set">{say("state.set")}</Button></div>
    </form>
  );
}
