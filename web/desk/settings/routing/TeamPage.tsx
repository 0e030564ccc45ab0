import type { Team } from "../../state/api.ts";
import { toSettings } from "../../state/place.ts";
import { Frame } from "../Frame.tsx";
import { say as frame } from "../say.ts";
import { Manner } from "./Manner.tsx";
import { Patience } from "./Patience.tsx";
import { TeamClosing } from "./TeamClosing.tsx";
import { Timing } from "./Timing.tsx";
import { words } from "./words.ts";

/** One team, or (null) everybody's talks. */
export function TeamPage({ team, teams }: { team: Team | null; teams: readonly Team[] }) {
  const id = team?.id ?? 0;
  return (
    <Frame title={team?.name ?? words("everybody")} about={words(team ? "teamHow" : "everybodyHow")} back={{ label: frame("page.routing"), run: () => toSettings("routing") }}>
      <Manner team={id} />
      <Patience team={id} />
      <Timing team={id} others={teams.filter((one) => one.id !== id)} />
      {team && <TeamClosing team={team} />}
    </Frame>
  );
}
