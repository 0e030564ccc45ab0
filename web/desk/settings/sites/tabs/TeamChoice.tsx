import { useEffect, useState } from "preact/hooks";
import { Select } from "../../../../ui/Inputs.tsx";
import { toast } from "../../../state/toasts.ts";
import { allTeams, giveSite } from "../api.ts";
import { useForm } from "../inputs.tsx";
import { say } from "../say.ts";
import type { Team } from "../types.ts";

const EVERYBODY = "0";

/** Whose talks begin on this site; counts from the next talk, at once and apart from the form. */
export function TeamChoice() {
  const form = useForm();
  const [teams, setTeams] = useState<readonly Team[]>([]);
  useEffect(() => void allTeams().then((answer) => answer.ok && setTeams(answer.body.teams)), []);
  const { team } = form.base.value;
  if (teams.length === 0) return null;
  async function give(next: string): Promise<void> {
    const id = next === EVERYBODY ? null : Number(next);
    const answer = await giveSite(form.key, id);
    if (!answer.ok) return toast(say("site.failed"), { tone: "late" });
    form.base.value = { ...form.base.peek(), team: id };
    const before = team;
    toast(say("team.given"), { undo: () => void give(before === null ? EVERYBODY : String(before)) });
  }
  return (
    <Select label={say("team.label")} hint={say("team.how")} value={team === null ? EVERYBODY : String(team)} onValue={(next) => void give(next)} data-testid="site-team"
      options={[[EVERYBODY, say("team.everybody")], ...teams.map((one) => [String(one.id), one.name] as const)]} />
  );
}
