import { useEffect, useState } from "preact/hooks";
import { Check, Select } from "../../ui/Inputs.tsx";
import type { Team } from "../state/api.ts";
import { toast } from "../state/toasts.ts";
import { request } from "./api.ts";
import { refused } from "./told.ts";
import { words } from "./words.ts";

interface Manner { team: number; manner: "offer" | "assign"; shows_looks: boolean }
const EVERYBODY = 0;

/** How the talks of each team find their hands, and who is told whom a supervisor looks after. */
export function Manners({ teams }: { teams: readonly Team[] }) {
  const [known, setKnown] = useState<readonly Manner[] | null>(null);

  useEffect(() => {
    void request<{ teams: Manner[] }>("GET", "/api/manners").then((answer) => answer.ok && setKnown(answer.value.teams));
  }, []);

  async function put({ team, ...wanted }: Manner): Promise<void> {
    const answer = await request<{ teams: Manner[] }>("PUT", `/api/manners/${team}`, wanted);
    if (!answer.ok) return refused(answer);
    setKnown(answer.value.teams);
    toast(words("manners.saved"));
  }

  if (known === null) return null;
  const all: readonly Team[] = [...teams, { id: EVERYBODY, name: words(teams.length > 0 ? "manners.none" : "manners.all") }];
  return (
    <section class="set-part" data-testid="manners">
      <h3>{words("manners.title")}</h3>
      <p class="quiet">{words("manners.how")}</p>
      <ul class="people">
        {all.map(({ id, name }) => {
          const now = known.find((one) => one.team === id) ?? { team: id, manner: "offer", shows_looks: false };
          return (
            <li key={id} class="person manner" data-testid="manner" data-team={id}>
              <Select label={name} value={now.manner} hint={words(`manners.${now.manner}How`)} data-testid={`manner-${id}`} onValue={(manner) => void put({ ...now, manner })}
                options={[["offer", words("manners.offer")], ["assign", words("manners.assign")]]} />
              <Check label={words("manners.looks")} value={now.shows_looks} onValue={(looks) => void put({ ...now, shows_looks: looks })} data-testid={`looks-${id}`} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
