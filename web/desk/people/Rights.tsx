import type { Role, Team } from "../state/api.ts";
import { words } from "./words.ts";

export const ROLES: readonly Role[] = ["operator", "supervisor", "specialist", "viewer", "admin"];

interface Props {
  role: Role;
  teams: readonly number[];
  all: readonly Team[];
  onRole: (role: Role) => void;
  onTeams: (teams: number[]) => void;
}

/** What somebody may, and with whom they answer. */
export function Rights({ role, teams, all, onRole, onTeams }: Props) {
  return (
    <>
      <fieldset class="choice roles">
        <legend>{words("role")}</legend>
        {ROLES.map((one) => (
          <label key={one}>
            <input type="radio" name="role" checked={role === one} onChange={() => onRole(one)} data-testid={`role-${one}`} />
            <span>{words(`role.${one}`)} <span class="quiet">{words(`role.${one}.how`)}</span></span>
          </label>
        ))}
      </fieldset>
      {all.length > 0 && (
        <fieldset class="choice">
          <legend>{words("teams.of")}</legend>
          {all.map((team) => (
            <label key={team.id}>
              <input type="checkbox" checked={teams.includes(team.id)} data-testid="in-team" data-team={team.name}
                onChange={(event) => onTeams(event.currentTarget.checked ? [...teams, team.id] : teams.filter((one) => one !== team.id))} />
              <span>{team.name}</span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
