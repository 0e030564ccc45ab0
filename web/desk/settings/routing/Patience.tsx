import { useEffect, useState } from "preact/hooks";
import { toast } from "../../state/toasts.ts";
import { ask, type Refusal } from "../requests.ts";
import { Part, Span } from "./fields.tsx";
import { words } from "./words.ts";

interface Known { usual: number; teams: Record<string, number | null> }

/** How long talks of a team may wait before their visitors and the leads are told (docs/routing.md). */
export function Patience({ team }: { team: number }) {
  const [draft, setDraft] = useState<{ longest: number | null } | null>(null);
  const [failed, setFailed] = useState(false);
  const [wrong, setWrong] = useState<Refusal | null>(null);
  useEffect(() => {
    void ask<Known>("GET", "/api/patience").then((answer) => {
      if (!answer.ok) return setFailed(true);
      const set = answer.body.teams[team];
      setDraft({ longest: set === undefined ? answer.body.usual : set });
    });
  }, [team]);
  if (failed) return <p role="alert">{words("failed")}</p>;
  if (draft === null) return <p role="status">{words("loading")}</p>;
  async function save(): Promise<void> {
    const answer = await ask("PUT", `/api/patience/${team}`, draft);
    setWrong(answer.ok ? null : answer.refusal);
    if (answer.ok) toast(words("saved"));
  }
  const at = wrong?.pointer === "/longest" ? { error: words("outOfRange") } : {};
  return (
    <Part title={words("patience.title")} about={words("patience.how")} testid="patience" onSave={() => void save()} {...(wrong && !wrong.pointer ? { wrong: words("notSaved") } : {})}>
      <Span label={words("patience.longest")} hint={words("limit.none")} value={draft.longest} onValue={(longest) => setDraft({ longest })} testid="longest" {...at} />
    </Part>
  );
}
