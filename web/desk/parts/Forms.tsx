import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { clip } from "../../core/text.ts";
import { Field } from "../../ui/Field.tsx";
import { Area, Check, Select } from "../../ui/Inputs.tsx";
import { Ends } from "../actions/Forms.tsx";
import { teams, type Team } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { toast } from "../state/toasts.ts";
import type { PartAsked } from "./asked.ts";
import { words } from "./words.ts";

const BACK = ["900", "3600", "86400", "0"] as const;
/** So many of the visitor's last words can be pointed at. */
const LINES = 4;

/** The windows of parts; fetched with the first of them. */
export default function PartForms({ asked, onDone }: { asked: PartAsked; onDone: () => void }) {
  return asked.kind === "part" ? <Begin conv={asked.conv} onDone={onDone} /> : <End asked={asked} onDone={onDone} />;
}

/** The first field has the keyboard as soon as it is there. */
function useFirst(there: boolean): preact.RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, textarea")?.focus(), [there]);
  return form;
}

function Begin({ conv, onDone }: { conv: string; onDone: () => void }) {
  const { acts, talk } = useDesk();
  const view = talk.view.value;
  const [all, setAll] = useState<readonly Team[] | null | "failed">(null);
  const [team, setTeam] = useState("");
  const [topic, setTopic] = useState("");
  const [note, setNote] = useState("");
  const [back, setBack] = useState<(typeof BACK)[number]>("900");
  const [blank, setBlank] = useState(false);
  const said = (view?.items ?? []).filter((one) => one.kind === "message" && one.by.kind === "contact" && one.text !== "").slice(-LINES);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(() => new Set(said.slice(-1).map((one) => one.n)));
  const belongs = view?.state.team ?? null;
  useEffect(() => {
    teams().then((list) => {
      const others = list.filter((one) => one.id !== belongs);
      setAll(others);
      setTeam(others[0] ? String(others[0].id) : belongs === null ? "" : "0");
    }, () => setAll("failed"));
  }, [belongs]);
  const known = all === null || all === "failed" ? [] : all;
  const form = useFirst(all !== null);
  const options: [string, string][] = [...known.map((one): [string, string] => [String(one.id), one.name]), ...(belongs === null ? [] : [["0", words("everybody")] as [string, string]])];

  function point(n: number, on: boolean): void {
    const next = new Set(chosen);
    if (on) next.add(n);
    else next.delete(n);
    setChosen(next);
  }
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!topic.trim() || team === "") return setBlank(true);
    const lines = said.map((one) => one.n).filter((n) => chosen.has(n));
    const done = await acts.run({
      t: "part", conv, team: team === "0" ? null : Number(team), topic: topic.trim(), ...(note.trim() ? { note: note.trim() } : {}), ...(lines.length > 0 ? { lines } : {}),
      ...(back === "0" ? {} : { back: Number(back) }),
    });
    if (!done) return;
    toast(words("given", { topic: topic.trim() }));
    onDone();
  }
  if (all === null) return <p class="quiet" role="status">{words("loading")}</p>;
  if (all === "failed") return <p class="field-error" role="alert" data-testid="part-failed">{words("team.failed")}</p>;
  if (options.length === 0) return <p class="quiet" role="status" data-testid="part-nobody">{words("team.none")}</p>;
  return (
    <form ref={form} class="form" onSubmit={(event) => void submit(event)} data-testid="part-form">
      <p class="quiet">{words("how")}</p>
      <Field label={words("topic")} hint={words("topic.hint")} value={topic} maxLength={120} onValue={(value) => { setTopic(value); setBlank(false); }} data-testid="part-topic"
        {...(blank && !topic.trim() ? { error: words("topic.needed") } : {})} />
      <Select label={words("team")} value={team} onValue={setTeam} options={options} data-testid="part-team" />
      {said.length > 0 && (
        <fieldset class="choice">
          <legend>{words("lines")}</legend>
          {said.map((one) => <Check key={one.n} label={clip(one.text, 90)} value={chosen.has(one.n)} onValue={(on) => point(one.n, on)} data-testid="part-line" />)}
        </fieldset>
      )}
      <Area label={words("note")} hint={words("note.hint")} rows={2} value={note} onValue={setNote} data-testid="part-note" />
      <Select label={words("back")} value={back} onValue={setBack} options={BACK.map((one) => [one, words(`back.${one}`)])} data-testid="part-when" />
      <Ends onDone={onDone} word={words("do")} busy={acts.busy.value.has("part")} />
    </form>
  );
}

function End({ asked: { conv, part, topic, how }, onDone }: { asked: Extract<PartAsked, { kind: "part_end" }>; onDone: () => void }) {
  const { acts } = useDesk();
  const form = useFirst(true);
  const [note, setNote] = useState("");
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const said = note.trim() ? { note: note.trim() } : {};
    if (!(await acts.run(how === "back" ? { t: "part_back", conv, part, ...said } : { t: "part_end", conv, how, ...said }))) return;
    toast(words(`ended.${how}`, { topic }));
    onDone();
  }
  return (
    <form ref={form} class="form" onSubmit={(event) => void submit(event)} data-testid="part-end-form">
      <p dir="auto">«{topic}»</p>
      <Area label={words("end.note")} hint={words("end.hint")} rows={2} value={note} onValue={setNote} data-testid="part-end-note" />
      <Ends onDone={onDone} word={words("end.do")} busy={acts.busy.value.has("part_end") || acts.busy.value.has("part_back")} />
    </form>
  );
}
