import { useEffect, useState } from "preact/hooks";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { Frame } from "../settings/Frame.tsx";
import type { PageProps } from "../settings/pages.ts";
import { say } from "../settings/say.ts";
import { useDesk } from "../state/desk.ts";
import { toSettings } from "../state/place.ts";
import { stateName } from "../state/named.ts";
import { toast } from "../state/toasts.ts";
import { request, type Everybody, type Invitation, type Person, type Shown } from "./api.ts";
import { Invite } from "./Invite.tsx";
import { PersonPage } from "./PersonPage.tsx";
import { Teams } from "./Teams.tsx";
import { refused, when } from "./told.ts";
import { words } from "./words.ts";
import "./people.css";

/** Who is here: everybody, then one colleague or the invitation, as the address says. */
export default function People({ path }: PageProps) {
  const [all, setAll] = useState<Everybody | null | "failed">(null);

  async function load(): Promise<void> {
    const answer = await request<Everybody>("GET", "/api/people");
    setAll(answer.ok ? answer.value : "failed");
  }
  useEffect(() => void load(), []);

  if (all === null || all === "failed") {
    return <Frame title={say("page.people")}><p role="status">{words(all === null ? "people.loading" : "people.failed")}</p></Frame>;
  }
  if (path[0] === "invite") return <Invite all={all.teams} onDone={() => void load()} />;
  const one = path[0] === undefined ? undefined : all.people.find(({ person }) => String(person.id) === path[0]);
  if (one) return <PersonPage key={`${one.person.id} ${one.person.active}`} shown={one} all={all} onChanged={load} />;
  if (path[0] !== undefined) return <Frame title={words("person.gone")}><div><Button onClick={() => toSettings("people")}>{say("page.people")}</Button></div></Frame>;
  return (
    <Frame title={say("page.people")} about={words("people.how")}
      acts={<Button look="main" icon="person" onClick={() => toSettings("people", "invite")} data-testid="invite">{words("people.invite")}</Button>}>
      {all.people.length === 1 && all.invitations.length === 0 && <p class="quiet">{words("people.alone")}</p>}
      <ul class="people" data-testid="people">{all.people.map((shown) => <Row key={shown.person.id} shown={shown} all={all} />)}</ul>
      {all.invitations.length > 0 && <Waiting list={all.invitations} onChanged={load} />}
      <Teams all={all} onChanged={load} />
    </Frame>
  );
}

function Row({ shown: { person, talks, online }, all }: { shown: Shown; all: Everybody }) {
  const { me } = useDesk();
  const names = all.teams.filter((team) => person.teams.includes(team.id)).map((team) => team.name);
  const seen = !person.active ? words("people.closed") : online ? words("people.here")
    : person.seen_at ? words("people.seen", { when: when(person.seen_at) }) : words("people.never");
  return (
    <li>
      <a class="person" href={`#/settings/people/${person.id}`} data-testid="person" data-login={person.login}
        onClick={(event) => { if (event.ctrlKey || event.metaKey || event.shiftKey) return; event.preventDefault(); toSettings("people", String(person.id)); }}>
        <Avatar name={person.name} online={online} picture={person.picture} />
        <div class="person-who">
          <strong>{person.name}</strong>{person.id === me.id && <span class="quiet"> · {words("people.you")}</span>}
          {person.active && <Does person={person} online={online} />}
          <p class="quiet">{[person.login, seen, ...(talks > 0 ? [words("people.talks", { count: talks })] : []), ...names].join(" · ")}</p>
        </div>
        <Pill tone={person.active ? "plain" : "late"}>{person.active ? words(`role.${person.role}`) : words("people.closed")}</Pill>
      </a>
    </li>
  );
}

/** What somebody at a desk is doing, since when, with their own word for it. */
function Does({ person, online }: { person: Person; online: boolean }) {
  if (!online) return null;
  const told = [stateName(person.state, person.named), words("people.since", { when: when(person.since) }), person.comment];
  return <p class="quiet" data-testid="person-state"><i class="state-dot" data-state={person.state} aria-hidden="true" /> {told.filter(Boolean).join(" · ")}</p>;
}

function Waiting({ list, onChanged }: { list: readonly Invitation[]; onChanged: () => Promise<void> }) {
  async function revoke(id: number): Promise<void> {
    const answer = await request("DELETE", `/api/people/invitations/${id}`);
    if (answer.ok) toast(words("people.revoked"));
    else refused(answer);
    await onChanged();
  }
  return (
    <section class="set-part">
      <h3>{words("people.waiting")}</h3>
      <ul class="people">
        {list.map((one) => (
          <li key={one.id} class="person" data-testid="invited" data-login={one.login}>
            <div class="person-who">
              <strong>{one.name || one.login}</strong>
              <p class="quiet">{[one.login, words(`role.${one.role}`), words("people.until", { when: when(one.expires_at) })].join(" · ")}</p>
            </div>
            <IconButton icon="close" label={words("people.revoke", { name: one.name || one.login })} onClick={() => void revoke(one.id)} data-testid="revoke" />
          </li>
        ))}
      </ul>
    </section>
  );
}
