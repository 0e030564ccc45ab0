import type { Team } from "../../state/api.ts";
import { toSettings } from "../../state/place.ts";
import { Frame } from "../Frame.tsx";
import { say as frame } from "../say.ts";
import { TeamClosing } from "./TeamClosing.tsx";

/** One team. */
export function TeamPage({ team }: { team: Team }) {
  return (
    <Frame title={team.name} back={{ label: frame("page.routing"), run: () => toSettings("routing") }}>
      <TeamClosing team={team} />
    </Frame>
  );
}
