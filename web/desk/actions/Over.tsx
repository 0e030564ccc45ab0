import { useState } from "preact/hooks";
import { Field } from "../../ui/Field.tsx";
import { useDesk } from "../state/desk.ts";
import { Ends } from "./Forms.tsx";
import { words } from "./words.ts";

/** Out of a colleague's hands: at once, with a word of why where there is one. */
export default function OverForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const { acts, talk } = useDesk();
  const [reason, setReason] = useState("");
  const name = talk.view.value?.state.holder.name ?? "";
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (await acts.over(conv, reason.trim())) onDone();
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="over-form">
      <p>{words("over.how", { name })}</p>
      <Field label={words("over.reason")} value={reason} maxLength={500} hint={words("over.hint")} autofocus data-testid="over-reason" onValue={setReason} />
      <Ends onDone={onDone} word={words("over.do")} busy={acts.busy.value.has("over")} />
    </form>
  );
}
