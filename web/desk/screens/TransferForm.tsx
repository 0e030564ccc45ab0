import { useEffect, useState } from "preact/hooks";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { colleagues, type Colleague } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { language, say } from "../state/settings.ts";

type Asked = { at: "asking" } | { at: "failed" } | { at: "here"; list: readonly Colleague[] };

/** To whom, and why. The queue is the first choice: it is always there. */
export function TransferForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const { acts, me } = useDesk();
  const [who, setWho] = useState<Asked>({ at: "asking" });
  const [to, setTo] = useState<Colleague | null>(null);
  const [reason, setReason] = useState("");
  const [blank, setBlank] = useState(false);

  useEffect(() => {
    colleagues(language.value)
      .then((list) => setWho({ at: "here", list: list.filter((one) => one.id !== me.id) }))
      .catch(() => setWho({ at: "failed" }));
  }, [me.id]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!reason.trim()) return setBlank(true);
    if (await acts.transfer(conv, to, reason.trim())) onDone();
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="transfer-form">
      <fieldset class="choice">
        <legend>{say("transfer.to")}</legend>
        <label>
          <input type="radio" name="to" checked={to === null} onChange={() => setTo(null)} data-testid="transfer-queue" />
          <span>{say("transfer.queue")} <span class="quiet">{say("transfer.queueHint")}</span></span>
        </label>
        {who.at === "here" && who.list.map((one) => (
          <label key={one.id}>
            <input type="radio" name="to" checked={to?.id === one.id} onChange={() => setTo(one)} data-testid="transfer-to" data-operator={one.id} />
            <Avatar name={one.name} size={32} />
            <span>{one.name}</span>
            <Pill tone={one.online ? "good" : "plain"}>{say(one.online ? "transfer.online" : "transfer.offline")}</Pill>
          </label>
        ))}
      </fieldset>
      <Said who={who} />
      <Field label={say("transfer.reason")} value={reason} maxLength={500} hint={say("transfer.reasonHint")} data-testid="transfer-reason"
        onValue={(value) => { setReason(value); setBlank(false); }} {...(blank ? { error: say("transfer.reasonNeeded") } : {})} />
      <div class="dlg-acts">
        <Button onClick={onDone}>{say("app.cancel")}</Button>
        <Button look="main" type="submit" busy={acts.busy.value.has("transfer")} data-testid="transfer-do">{say("transfer.do")}</Button>
      </div>
    </form>
  );
}

function Said({ who }: { who: Asked }) {
  const words = who.at === "asking" ? say("transfer.loading") : who.at === "failed" ? say("transfer.failed") : who.list.length === 0 ? say("transfer.alone") : null;
  return words === null ? null : <p class="quiet" role="status">{words}</p>;
}
