import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Area, Check } from "../../ui/Inputs.tsx";
import { isFull, likely, ordered, type To } from "../actions/likely.ts";
import { Whom } from "../actions/Whom.tsx";
import { words } from "../actions/words.ts";
import { managerFirst, partOf, standing, useManager } from "../manager/manager.ts";
import { words as managerWords } from "../manager/words.ts";
import { WriteBack } from "../manager/WriteBack.tsx";
import { answers, colleagues, may, teams, type Colleague, type Team } from "../state/api.ts";
import { words as parts } from "../parts/words.ts";
import { possible } from "../actions/possible.ts";
import { useDesk } from "../state/desk.ts";
import { asked } from "../state/dialogs.ts";
import { language, say } from "../state/settings.ts";

type Asked = { at: "asking" } | { at: "failed" } | { at: "here"; list: readonly Colleague[] };

/** To whom, and (where it helps) why and with what to know. The queue is the first choice; what waits there is given to whoever is likely, or has to be said. */
export function TransferForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const { acts, me, talk } = useDesk();
  const [who, setWho] = useState<Asked>({ at: "asking" });
  const [to, setTo] = useState<To>({ kind: "queue" });
  const [others, setOthers] = useState<readonly Team[] | null>(null);
  const state = talk.view.value?.state;
  const belongs = state?.team ?? null;
  const holder = state?.holder.id ?? null;
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [force, setForce] = useState(false);
  const [back, setBack] = useState(false);
  const [tried, setTried] = useState(false);
  const leads = may(me, "talks.lead");
  const { manager } = useManager(conv);
  const list = who.at === "here" ? managerFirst(who.list, manager) : [];
  const chosen = useRef(false);
  const choose = (whom: To): void => { chosen.current = true; setTo(whom); setBack(false); };
  const stands = standing(list, manager);
  const away = manager?.operator != null && manager.operator !== holder && who.at === "here" && stands === null;
  const first: To | null = stands ? { kind: "colleague", one: stands } : holder !== null || who.at === "asking" || others === null ? null : likely(list, others, belongs !== null, me.id);
  useEffect(() => { if (first !== null && !chosen.current) setTo(first); }, [first && "one" in first ? `${first.kind} ${first.one.id}` : first?.kind]);

  useEffect(() => {
    colleagues(language.value)
      .then((list) => setWho({ at: "here", list: ordered(list.filter((one) => one.id !== holder && mayHold(one, belongs))) }))
      .catch(() => setWho({ at: "failed" }));
    void teams().then((list) => setOthers(list.filter((one) => one.id !== belongs)), () => setOthers([]));
  }, [holder, belongs]);

  async function hand(whom: To): Promise<void> {
    if (whom.kind === "queue" && holder === null) return setTried(true);
    const lead = leads && holder !== null && holder !== me.id;
    if (await acts.transfer(conv, whom, { reason: reason.trim(), note: note.trim(), lead, force: leads && force })) onDone();
  }
  const full = to.kind === "colleague" && isFull(to.one);
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); void hand(to); }} data-testid="transfer-form">
      <Whom to={to} onTo={choose} onHand={(whom) => void hand(whom)} list={list} part={(one) => partOf(one, manager)} teams={others ?? []} everybody={belongs !== null} me={me.id} queue={holder !== null} />
      <Said who={who} />
      {tried && to.kind === "queue" && holder === null && <p class="field-error" role="alert" data-testid="transfer-whom">{words("transfer.whom")}</p>}
      {away && <p class="quiet" role="status" data-testid="manager-away">{managerWords("away")}</p>}
      {away && <WriteBack open={back} onOpen={() => setBack(true)} conv={conv} name={manager.name ?? ""} said={{ reason: reason.trim(), note: note.trim(), lead: leads && holder !== me.id }} onDone={onDone} />}
      {full && !leads && <p class="quiet" role="status" data-testid="transfer-full">{words("transfer.full", { name: to.one.name })}</p>}
      {full && leads && <Check label={words("transfer.force", { name: to.one.name })} value={force} onValue={setForce} data-testid="transfer-force" />}
      <Field label={say("transfer.reason")} value={reason} maxLength={500} hint={say("transfer.reasonHint")} data-testid="transfer-reason" onValue={setReason} />
      <Area label={words("transfer.note")} value={note} rows={2} hint={words("transfer.noteHint")} data-testid="transfer-note" onValue={setNote} />
      {state && possible(state, me).includes("part") && (
        <p class="quiet">{parts("instead")} <button type="button" class="link" data-testid="transfer-part" onClick={() => (asked.value = { kind: "part", conv })}>{parts("instead.do")}</button></p>
      )}
      <div class="dlg-acts">
        <Button onClick={onDone}>{say("app.cancel")}</Button>
        {!(away && back) && <Button look="main" type="submit" busy={acts.busy.value.has("transfer")} data-testid="transfer-do">{say("transfer.do")}</Button>}
      </div>
    </form>
  );
}

/** Whether a colleague can be given a talk of this team. */
const mayHold = (one: Colleague, team: number | null): boolean =>
  answers(one) && (team === null || one.teams.includes(team) || one.role === "admin" || one.role === "supervisor");

function Said({ who }: { who: Asked }) {
  const told = who.at === "asking" ? say("transfer.loading") : who.at === "failed" ? say("transfer.failed") : who.list.length === 0 ? say("transfer.alone") : null;
  return told === null ? null : <p class="quiet" role="status">{told}</p>;
}
