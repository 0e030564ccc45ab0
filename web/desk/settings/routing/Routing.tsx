import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { teams as everyTeam, type Team } from "../../state/api.ts";
import { toSettings } from "../../state/place.ts";
import { Frame } from "../Frame.tsx";
import type { PageProps } from "../pages.ts";
import { ask } from "../requests.ts";
import { say as frame } from "../say.ts";
import { Limits } from "./Limits.tsx";
import { mannersOf, type Manners } from "./Manner.tsx";
import { SiteLimits } from "./SiteLimits.tsx";
import { TeamPage } from "./TeamPage.tsx";
import { words } from "./words.ts";
import "./routing.css";

const ALL = "all";

/** How talks find their hands and what is asked at their end: the teams, then one of them, as the address says. */
export default function Routing({ path }: PageProps) {
  const [teams, setTeams] = useState<readonly Team[] | null | "failed">(null);
  const [manners, setManners] = useState<readonly Manners[]>([]);
  useEffect(() => void everyTeam().then(setTeams, () => setTeams("failed")), []);
  useEffect(() => void ask<{ teams: Manners[] }>("GET", "/api/manners").then((answer) => answer.ok && setManners(answer.body.teams)), [path[0]]);

  const title = frame("page.routing");
  if (teams === null) return <Frame title={title}><p role="status">{words("loading")}</p></Frame>;
  if (teams === "failed") return <Frame title={title}><p role="alert">{words("failed")}</p></Frame>;
  if (path[0] === ALL) return <TeamPage key={ALL} team={null} teams={teams} />;
  if (path[0] !== undefined) {
    const team = teams.find((one) => String(one.id) === path[0]);
    return team ? <TeamPage key={team.id} team={team} teams={teams} /> : <Frame title={words("gone")}><div><Button onClick={() => toSettings("routing")}>{title}</Button></div></Frame>;
  }
  return (
    <Frame title={title} about={words("how")}>
      <ul class="set-rows">
        <Row id={ALL} name={words("everybody")} manner={mannersOf(manners, 0).manner} />
        {teams.map((team) => <Row key={team.id} id={String(team.id)} name={team.name} manner={mannersOf(manners, team.id).manner} />)}
      </ul>
      {teams.length === 0 && (
        <div class="set-part" data-testid="no-teams">
          <p class="quiet">{words("none")}</p>
          <div><Button onClick={() => toSettings("people")}>{frame("page.people")}</Button></div>
        </div>
      )}
      <SiteLimits />
      <Limits />
    </Frame>
  );
}

function Row({ id, name, manner }: { id: string; name: string; manner: Manners["manner"] }) {
  return (
    <li>
      <button type="button" class="set-row" data-testid="team" data-team={name} onClick={() => toSettings("routing", id)}>
        <strong>{name}</strong><span class="quiet">{words(`manner.${manner}`)}</span>
      </button>
    </li>
  );
}
