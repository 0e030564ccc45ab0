import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Frame } from "../settings/Frame.tsx";
import { Shift } from "../settings/routing/Shift.tsx";
import { answers } from "../state/api.ts";
import { toast } from "../state/toasts.ts";
import { stateName } from "../state/named.ts";
import { language } from "../state/settings.ts";
import { request, type Everybody, type LinkMade, type Shown } from "./api.ts";
import { CloseDialog } from "./CloseDialog.tsx";
import { LinkShown } from "./LinkShown.tsx";
import { Rights } from "./Rights.tsx";
import { Sessions } from "./sessions.tsx";
import { StateOf } from "./StateOf.tsx";
import { refused, when } from "./told.ts";
import { words } from "./words.ts";

interface Props { shown: Shown; all: Everybody; onChanged: () => Promise<void> }

/** One colleague: rights, sessions, a way back in, the end. */
export function PersonPage({ shown, all, onChanged }: Props) {
  const { person } = shown;
  const [role, setRole] = useState(person.role);
  const [teams, setTeams] = useState<number[]>(person.teams);
  const [limit, setLimit] = useState(person.limit);
  const [made, setMade] = useState<LinkMade | null>(null);
  const [closing, setClosing] = useState(false);
  const at = `/api/people/${person.id}`;

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const answer = await request("PATCH", at, { role, teams, limit });
    if (answer.ok) toast(words("person.saved", { name: person.name }));
    else refused(answer);
    await onChanged();
  }

  async function reset(): Promise<void> {
    const answer = await request<LinkMade>("POST", `${at}/reset`, { mail: person.mail !== null, language: language.value });
    if (answer.ok) setMade(answer.value);
    else refused(answer);
  }

  async function open(): Promise<void> {
    const answer = await request("POST", `${at}/activate`);
    if (answer.ok) toast(words("person.opened"));
    else refused(answer);
    await onChanged();
  }

  return (
    <Frame title={person.name} about={words("person.login", { login: person.login })}>
      <form class="form" onSubmit={(event) => void save(event)} data-testid="rights">
        <Rights role={role} teams={teams} all={all.teams} onRole={setRole} onTeams={setTeams} />
        {answers({ role }) && (
          <div class="field limit">
            <label for="limit">{words("person.limit")}</label>
            <input id="limit" type="number" min={1} max={1000} value={limit} data-testid="limit" onInput={(event) => setLimit(event.currentTarget.valueAsNumber || 1)} />
          </div>
        )}
        <div><Button look="main" type="submit" data-testid="rights-save">{words("person.save")}</Button></div>
      </form>
      {person.active && answers(person) && (
        <section class="set-part">
          <h3>{words("person.state")}</h3>
          <p class="quiet">{words("person.stateHow", { state: stateName(person.state, person.named), when: when(person.since) })}</p>
          <StateOf of={person} holds={shown.talks} onDone={() => void onChanged()} />
        </section>
      )}
      {person.active && answers(person) && <Shift operator={person.id} />}
      {person.active && <Sessions at={`${at}/sessions`} title={words("person.sessions")} endAll={words("person.endAll")} />}
      {person.active ? (
        <section class="set-part">
          {made ? <LinkShown made={made} name={person.name} /> : <p class="quiet">{words("person.resetHow")}</p>}
          <div class="set-acts">
            <Button onClick={() => void reset()} data-testid="reset">{words("person.reset")}</Button>
            <Button look="danger" onClick={() => setClosing(true)} data-testid="close-account">{words("person.close")}</Button>
          </div>
        </section>
      ) : <div><Button onClick={() => void open()} data-testid="open-account">{words("person.open")}</Button></div>}
      {closing && <CloseDialog shown={shown} all={all} onDone={async (done) => { setClosing(false); if (done) await onChanged(); }} />}
    </Frame>
  );
}
