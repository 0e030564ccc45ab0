import { useState } from "preact/hooks";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import type { Team } from "../state/api.ts";
import { request, type Everybody } from "./api.ts";
import { refused } from "./told.ts";
import { words } from "./words.ts";

/** The teams: named, renamed in place, removed when nothing belongs to them. */
export function Teams({ all, onChanged }: { all: Everybody; onChanged: () => Promise<void> }) {
  const [name, setName] = useState("");

  async function change(method: string, path: string, body?: unknown): Promise<boolean> {
    const answer = await request(method, path, body);
    if (!answer.ok) refused(answer);
    await onChanged();
    return answer.ok;
  }

  async function add(event: Event): Promise<void> {
    event.preventDefault();
    if (name.trim() && (await change("POST", "/api/teams", { name }))) setName("");
  }

  const members = (team: Team): number => all.people.filter(({ person }) => person.active && person.teams.includes(team.id)).length;
  return (
    <section class="set-part">
      <h3>{words("people.teams")}</h3>
      <p class="quiet">{words(all.teams.length > 0 ? "teams.how" : "teams.none")}</p>
      <ul class="people">
        {all.teams.map((team) => (
          <li key={`${team.id} ${team.name}`} class="person" data-testid="team">
            <input class="team-name" defaultValue={team.name} maxLength={100} aria-label={words("teams.rename", { name: team.name })}
              onChange={(event) => void change("PUT", `/api/teams/${team.id}`, { name: event.currentTarget.value })} />
            <label class="team-replies">
              <input type="checkbox" checked={team.replies === "anybody"} data-testid="team-replies" data-team={team.name}
                onChange={(event) => void change("PUT", `/api/teams/${team.id}`, { name: team.name, replies: event.currentTarget.checked ? "anybody" : "holder" })} />
              <span>{words("teams.replies")}</span>
            </label>
            <span class="quiet">{words("teams.members", { count: members(team) })}</span>
            <IconButton icon="trash" label={words("teams.drop", { name: team.name })} onClick={() => void change("DELETE", `/api/teams/${team.id}`)} />
          </li>
        ))}
      </ul>
      <form class="team-new" onSubmit={(event) => void add(event)} data-testid="team-form">
        <Field label={words("teams.name")} value={name} onValue={setName} maxLength={100} data-testid="team-name" />
        <Button type="submit" data-testid="team-add">{words("teams.add")}</Button>
      </form>
    </section>
  );
}
