import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { teams as everyTeam, type Team } from "../../state/api.ts";
import { toSettings } from "../../state/place.ts";
import { Frame } from "../Frame.tsx";
import type { PageProps } from "../pages.ts";
import { say as frame } from "../say.ts";
import { TeamPage } from "./TeamPage.tsx";
import { words } from "./words.ts";

/** How talks find their hands and what is asked at their end: the teams, then one of them, as the address says. */
export default function Routing({ path }: PageProps) {
  const [teams, setTeams] = useState<readonly Team[] | null | "failed">(null);
  useEffect(() => void everyTeam().then(setTeams, () => setTeams("failed")), []);

  const title = frame("page.routing");
  if (teams === null) return <Frame title={title}><p role="status">{words("loading")}</p></Frame>;
  if (teams === "failed") return <Frame title={title}><p role="alert">{words("failed")}</p></Frame>;
  if (path[0] !== undefined) {
    const team = teams.find((one) => String(one.id) === path[0]);
    return team ? <TeamPage key={team.id} team={team} /> : <Frame title={words("gone")}><div><Button onClick={() => toSettings("routing")}>{title}</Button></div></Frame>;
  }
  return (
    <Frame title={title} about={words("how")}>
      {teams.length === 0 && (
        <div class="set-part" data-testid="no-teams">
          <p class="quiet">{words("none")}</p>
          <div><Button onClick={() => toSettings("people")}>{frame("page.people")}</Button></div>
        </div>
      )}
      <ul class="set-rows">
        {teams.map((team) => (
          <li key={team.id}>
            <button type="button" class="set-row" data-testid="team" data-team={team.name} onClick={() => toSettings("routing", String(team.id))}><strong>{team.name}</strong></button>
          </li>
        ))}
      </ul>
    </Frame>
  );
}
