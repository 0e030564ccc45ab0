import { useEffect, useState } from "preact/hooks";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { colleagues, teams, type Colleague, type Team } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { language, say } from "../state/settings.ts";

type Asked = { at: "asking" } | { at: "failed" } | { at: "here"; list: readonly Colleague[] };

/** To whom, and why. The queue is the first choice: it is always there. */
export function TransferForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const { acts, me, talk } = useDesk();
  const [who, setWho] = useState<Asked>({ at: "asking" });
  const [to, setTo] = useState<Colleague | null>(null);
  /** Another team, or (null) everybody; undefined: it stays where it is. */
  const [team, setTeam] = useState<Team | null | undefined>(undefined);
  const [others, setOthers] = useState<readonly Team[]>([]);
  const belongs = talk.view.value?.state.team ?? null;
  const [reason, setReason] = useState("");
  const [blank, setBlank] = useState(false);

  useEffect(() => {
    colleagues(language.value)
      .then((list) => setWho({ at: "here", list: list.filter((one) => one.id !== me.id && mayHold(one, belongs)) }))
      .catch(() => setWho({ at: "failed" }));
    void teams().then((list) => setOthers(list.filter((one) => one.id !== belongs)), () => undefined);
  }, [me.id, belongs]);

  const choose = (person: Colleague | null, group?: Team | null): void => { setTo(person); setTeam(group); };

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!reason.trim()) return setBlank(true);
    if (await acts.transfer(conv, to, reason.trim(), team)) onDone();
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="transfer-form">
      <fieldset class="choice">
        <legend>{say("transfer.to")}</legend>
        <label>
          <input type="radio" name="to" checked={to === null && team === undefined} onChange={() => choose(null)} data-testid="transfer-queue" />
          <span>{say("transfer.queue")} <span class="quiet">{say("transfer.queueHint")}</span></span>
        </label>
        {others.map((one) => (
          <label key={`team ${one.id}`}>
            <input type="radio" name="to" checked={team?.id === one.id} onChange={() => choose(null, one)} data-testid="transfer-team" data-team={one.name} />
            <span>{say("transfer.team", { name: one.name })} <span class="quiet">{say("transfer.queueHint")}</span></span>
          </label>
        ))}
        {belongs !== null && (
          <label>
            <input type="radio" name="to" checked={team === null} onChange={() => choose(null, null)} data-testid="transfer-everybody" />
            <span>{say("transfer.everybody")} <span class="quiet">{say("transfer.queueHint")}</span></span>
          </label>
        )}
        {who.at === "here" && who.list.map((one) => (
          <label key={one.id}>
            <input type="radio" name="to" checked={to?.id === one.id} onChange={() => choose(one)} data-testid="transfer-to" data-operator={one.id} />
            <Avatar name={one.name} size={32} />
            <span>{one.name}</span>
            <Pill tone={one.online && one.state === "available" ? "good" : "plain"} title={one.comment}>
              {say(one.online ? `state.${one.state}` : "transfer.offline")} · {say("state.load", { load: Math.round(one.load / 100), limit: Math.round(one.limit / 100) })}
            </Pill>
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

/** Whether a colleague can be given a talk of this team. */
const mayHold = (one: Colleague, team: number | null): boolean =>
  one.role !== "viewer" && (team === null || one.teams.includes(team) || one.role === "admin" || one.role === "supervisor");

function Said({ who }: { who: Asked }) {
  const words = who.at === "asking" ? say("transfer.loading") : who.at === "failed" ? say("transfer.failed") : who.list.length === 0 ? say("transfer.alone") : null;
  return words === null ? null : <p class="quiet" role="status">{words}</p>;
}
