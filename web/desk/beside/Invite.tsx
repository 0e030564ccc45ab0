import { useEffect, useState } from "preact/hooks";
import { stateName } from "../state/named.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Area, Select } from "../../ui/Inputs.tsx";
import { Ends } from "../actions/Forms.tsx";
import { ordered } from "../actions/likely.ts";
import { answers, colleagues, type Colleague } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { language, say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { words } from "./words.ts";

/** A colleague comes in: to read along, or to answer too; from another team this chat is all that she sees. */
export default function InviteForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const { acts, me, talk } = useDesk();
  const state = talk.view.value?.state;
  const [all, setAll] = useState<readonly Colleague[] | null>(null);
  const [whom, setWhom] = useState<Colleague | null>(null);
  const [right, setRight] = useState<"read" | "answer">("read");
  const [note, setNote] = useState("");
  const [blank, setBlank] = useState(false);
  // Whoever has a part of the chat, and no word of what comes after it, can be asked to stay.
  const parts = new Set((state?.guests ?? []).filter((one) => one.part && !one.stays).map((one) => one.id));
  const inside = new Set([me.id, state?.holder.id, ...(state?.guests ?? []).map((one) => one.id).filter((id) => !parts.has(id))]);
  useEffect(() => {
    colleagues(language.value).then((list) => setAll(ordered(list)), () => setAll([]));
  }, []);
  const list = (all ?? []).filter((one) => !inside.has(one.id));
  const foreign = (one: Colleague): boolean => state?.team != null && !one.teams.includes(state.team) && !["admin", "supervisor", "specialist"].includes(one.role);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (whom === null) return setBlank(true);
    if (!(await acts.run({ t: "invite", conv, operator: whom.id, may: answers(whom) ? right : "read", ...(note.trim() ? { note: note.trim() } : {}) }))) return;
    toast(words("invite.done", { name: whom.name }));
    onDone();
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="invite-form">
      <fieldset class="choice">
        <legend>{words("invite.whom")}</legend>
        {list.map((one) => (
          <label key={one.id}>
            <input type="radio" name="whom" checked={whom?.id === one.id} onChange={() => { setWhom(one); setBlank(false); }} data-testid="invite-whom" data-operator={one.id} />
            <Avatar name={one.name} size={32} online={one.online} />
            <span class="whom-who">
              <span>{one.name}</span>
              <span class="quiet">{[one.online ? stateName(one.state, one.named) : say("transfer.offline"), one.comment, parts.has(one.id) ? words("invite.part") : foreign(one) ? words("invite.other") : ""].filter(Boolean).join(" · ")}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {(all === null || list.length === 0 || blank) && <p class={blank ? "field-error" : "quiet"} role="status">{all === null ? say("transfer.loading") : words(blank ? "invite.choose" : "invite.nobody")}</p>}
      {(whom === null || answers(whom)) && (
        <Select label={words("invite.may")} value={right} onValue={setRight} options={[["read", words("invite.read")], ["answer", words("invite.answer")]]} data-testid="invite-may" />
      )}
      <Area label={words("invite.note")} hint={words("invite.noteHint")} rows={2} value={note} onValue={setNote} data-testid="invite-note" />
      <Ends onDone={onDone} word={words("invite.do")} busy={acts.busy.value.has("invite")} />
    </form>
  );
}
