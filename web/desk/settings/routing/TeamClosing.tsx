import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Area, Check } from "../../../ui/Inputs.tsx";
import type { Team } from "../../state/api.ts";
import { toast } from "../../state/toasts.ts";
import { ask, type Refusal } from "../requests.ts";
import { closingOf, draftOf, EMPTY, freeKey, type Closing, type ClosingDraft, type FieldDraft } from "./closing.ts";
import { words } from "./words.ts";

const AT = "/api/closing/teams";
type Known = { teams: { team: number; closing: Closing }[] };

/** What is asked when a talk of this team is closed: its own questions, or what the talk's site asks. */
export function TeamClosing({ team }: { team: Team }) {
  const [draft, setDraft] = useState<ClosingDraft | null>(null);
  const [state, setState] = useState<"asking" | "here" | "failed">("asking");
  const [wrong, setWrong] = useState<Refusal | null>(null);

  useEffect(() => {
    void ask<Known>("GET", AT).then((answer) => {
      if (!answer.ok) return setState("failed");
      const own = answer.body.teams.find((one) => one.team === team.id);
      setDraft(own ? draftOf(own.closing) : null);
      setState("here");
    });
  }, [team.id]);

  async function save(next: ClosingDraft | null): Promise<void> {
    const answer = next === null ? await ask("DELETE", `${AT}/${team.id}`) : await ask("PUT", `${AT}/${team.id}`, closingOf(next));
    setWrong(answer.ok ? null : answer.refusal);
    if (answer.ok) toast(words("saved"));
    else if (answer.refusal.pointer === "") toast(words("notSaved"), { tone: "late" });
  }
  async function own(on: boolean): Promise<void> {
    setDraft(on ? EMPTY : null);
    if (!on) await save(null);
  }
  if (state === "asking") return <p role="status">{words("loading")}</p>;
  if (state === "failed") return <p role="alert">{words("failed")}</p>;
  return (
    <section class="set-part" data-testid="team-closing">
      <h3>{words("closing.title")}</h3>
      <Check label={words("closing.own")} hint={words("closing.ownHow")} value={draft !== null} onValue={(on) => void own(on)} data-testid="closing-own" />
      {draft && <Questions draft={draft} wrong={wrong} onDraft={setDraft} onSave={() => void save(draft)} />}
    </section>
  );
}

interface Shown { draft: ClosingDraft; wrong: Refusal | null; onDraft: (draft: ClosingDraft) => void; onSave: () => void }

function Questions({ draft, wrong, onDraft, onSave }: Shown) {
  const at = (place: string): { error?: string } => (wrong?.pointer.startsWith(place) ? { error: words(place.endsWith("topic") ? "closing.noTopics" : "closing.wrong") } : {});
  const change = (no: number, part: Partial<FieldDraft>): void => onDraft({ ...draft, fields: draft.fields.map((one, at) => (at === no ? { ...one, ...part } : one)) });
  return (
    <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); onSave(); }} data-testid="closing-form">
      <Area label={words("closing.topics")} hint={words("closing.lines")} value={draft.topics} onValue={(topics) => onDraft({ ...draft, topics })} data-testid="closing-topics" {...at("/topics")} />
      <Check label={words("closing.topic")} value={draft.topic} onValue={(topic) => onDraft({ ...draft, topic })} data-testid="closing-topic" {...at("/topic")} />
      {draft.fields.map((one, no) => (
        <fieldset key={one.key} class="set-item" data-testid="closing-field">
          <legend class="hidden">{words("closing.no", { no: no + 1 })}</legend>
          <header>
            <strong aria-hidden="true">{one.label || words("closing.no", { no: no + 1 })}</strong>
            <IconButton icon="trash" label={words("closing.remove", { name: one.label || words("closing.no", { no: no + 1 }) })} onClick={() => onDraft({ ...draft, fields: draft.fields.filter((_, other) => other !== no) })} />
          </header>
          <Field label={words("closing.label")} value={one.label} maxLength={200} onValue={(label) => change(no, { label })} data-testid="closing-label" {...at(`/fields/${no}/label`)} />
          <Area label={words("closing.choices")} hint={words("closing.choicesHow")} value={one.choices} rows={2} onValue={(choices) => change(no, { choices })} {...at(`/fields/${no}/choices`)} />
          <Check label={words("closing.required")} value={one.required} onValue={(required) => change(no, { required })} />
        </fieldset>
      ))}
      <div><Button icon="plus" onClick={() => onDraft({ ...draft, fields: [...draft.fields, { key: freeKey(draft.fields), label: "", required: true, choices: "" }] })} data-testid="closing-add">{words("closing.add")}</Button></div>
      <div><Button look="main" type="submit" data-testid="closing-save">{words("save")}</Button></div>
    </form>
  );
}
