import { useEffect, useState } from "preact/hooks";
import { Check, Select } from "../../../ui/Inputs.tsx";
import { toast } from "../../state/toasts.ts";
import { ask, type Refusal } from "../requests.ts";
import { Part, Whole } from "./fields.tsx";
import { words } from "./words.ts";

export const MANNERS = ["offer", "best", "assign", "pull"] as const;
const STRATEGIES = ["load", "idle", "turn", "skill"] as const;

/** How the talks of a team find their hands; 0 is everybody's (docs/routing.md). */
export interface Manners {
  team: number;
  manner: (typeof MANNERS)[number];
  shows_looks: boolean;
  strategy: (typeof STRATEGIES)[number];
  offer_seconds: number;
  quiet_minutes: number | null;
  each_most: number | null;
  all_most: number | null;
  queue_most: number | null;
  last_first: boolean;
  relax_seconds: number;
}

export const USUAL: Omit<Manners, "team"> = {
  manner: "offer", shows_looks: false, strategy: "load", offer_seconds: 20, quiet_minutes: null, each_most: null, all_most: null, queue_most: null, last_first: true, relax_seconds: 60,
};

export const mannersOf = (known: readonly Manners[], team: number): Manners => known.find((one) => one.team === team) ?? { ...USUAL, team };

/** How talks of one team find their hands. What does not concern the chosen manner is not asked. */
export function Manner({ team }: { team: number }) {
  const [draft, setDraft] = useState<Manners | null>(null);
  const [failed, setFailed] = useState(false);
  const [wrong, setWrong] = useState<Refusal | null>(null);
  useEffect(() => {
    void ask<{ teams: Manners[] }>("GET", "/api/manners").then((answer) => (answer.ok ? setDraft(mannersOf(answer.body.teams, team)) : setFailed(true)));
  }, [team]);
  if (failed) return <p role="alert">{words("failed")}</p>;
  if (draft === null) return <p role="status">{words("loading")}</p>;
  const put = (part: Partial<Manners>): void => setDraft({ ...draft, ...part });
  const given = draft.manner === "assign" || draft.manner === "best";
  const at = (name: keyof Manners): { error?: string } => (wrong?.pointer === `/${name}` ? { error: words("outOfRange") } : {});

  async function save(): Promise<void> {
    if (draft === null) return;
    const { team: number, ...wanted } = draft;
    const answer = await ask("PUT", `/api/manners/${number}`, wanted);
    setWrong(answer.ok ? null : answer.refusal);
    if (answer.ok) toast(words("saved"));
  }
  return (
    <Part title={words("manner.title")} about={words("manner.how")} testid="manner" onSave={() => void save()} {...(wrong && !wrong.pointer ? { wrong: words("notSaved") } : {})}>
      <Select label={words("manner")} hint={words(`manner.${draft.manner}How`)} value={draft.manner} onValue={(manner) => put({ manner })} options={MANNERS.map((one) => [one, words(`manner.${one}`)])} data-testid="manner-choice" />
      {given && <Select label={words("strategy")} hint={words(`strategy.${draft.strategy}How`)} value={draft.strategy} onValue={(strategy) => put({ strategy })} options={STRATEGIES.map((one) => [one, words(`strategy.${one}`)])} data-testid="strategy" />}
      {draft.manner === "best" && <Whole label={words("manner.seconds")} value={draft.offer_seconds} onValue={(seconds) => put({ offer_seconds: seconds ?? USUAL.offer_seconds })} min={5} max={600} testid="offer-seconds" {...at("offer_seconds")} />}
      {given && <Check label={words("manner.last")} value={draft.last_first} onValue={(last) => put({ last_first: last })} data-testid="last-first" />}
      {given && <Whole label={words("manner.relax")} hint={words("manner.relaxHow")} value={draft.relax_seconds} min={0} max={86_400} onValue={(seconds) => put({ relax_seconds: seconds ?? 0 })} testid="relax-seconds" {...at("relax_seconds")} />}
      <div class="set-pair">
        <Whole label={words("limit.each")} hint={words("limit.none")} value={draft.each_most} onValue={(most) => put({ each_most: most })} testid="each-most" {...at("each_most")} />
        <Whole label={words("limit.all")} hint={words("limit.none")} value={draft.all_most} onValue={(most) => put({ all_most: most })} testid="all-most" {...at("all_most")} />
        <Whole label={words("limit.queue")} hint={words("limit.queueHow")} value={draft.queue_most} onValue={(most) => put({ queue_most: most })} testid="queue-most" {...at("queue_most")} />
        <Whole label={words("limit.quiet")} hint={words("limit.quietHow")} value={draft.quiet_minutes} onValue={(minutes) => put({ quiet_minutes: minutes })} max={1440} testid="quiet-minutes" {...at("quiet_minutes")} />
      </div>
      <Check label={words("manner.looks")} value={draft.shows_looks} onValue={(looks) => put({ shows_looks: looks })} data-testid="shows-looks" />
    </Part>
  );
}
