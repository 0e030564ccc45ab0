import { useState } from "preact/hooks";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { emptyRow, faultOf, formOf, MOST_QUESTIONS, OWN_KINDS, type OwnKind, type Row, type Template } from "../model/asking.ts";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";

const TEMPLATES: readonly Template[] = ["contact", "buttons", "own"];

/** A small form, or buttons, for the visitor to answer in the chat. `takes`: the talk is taken with it. */
export function AskDetails({ conv, takes, onDone }: { conv: string; takes: boolean; onDone: () => void }) {
  const { acts } = useDesk();
  const [template, setTemplate] = useState<Template>("contact");
  const [text, setText] = useState<string | null>(null);
  const [choices, setChoices] = useState("");
  const [rows, setRows] = useState<readonly Row[]>([emptyRow()]);
  const [tried, setTried] = useState(false);
  const lead = text ?? (template === "contact" ? say("form.textContact") : template === "own" ? say("form.textOwn") : "");
  const fault = tried ? faultOf(template, lead, choices, rows) : null;
  const change = (at: number, part: Partial<Row>): void => setRows(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));

  function submit(event: Event): void {
    event.preventDefault();
    setTried(true);
    if (faultOf(template, lead, choices, rows) !== null) return;
    const form = formOf(template, choices, rows, { name: say("form.name"), mail: say("form.mail"), phone: say("form.phone") });
    onDone();
    void acts.sendForm(conv, lead.trim(), form, takes);
  }

  return (
    <form class="form" onSubmit={submit} data-testid="form-compose">
      <fieldset class="choice">
        <legend>{say("form.what")}</legend>
        {TEMPLATES.map((one) => (
          <label key={one}>
            <input type="radio" name="template" checked={template === one} onChange={() => setTemplate(one)} data-testid={`form-${one}`} />
            <span>{say(`form.${one}`)} {one !== "own" && <span class="quiet">{say(`form.${one}Hint`)}</span>}</span>
          </label>
        ))}
      </fieldset>
      <Field label={say("form.text")} value={lead} maxLength={500} data-testid="form-text" onValue={setText} {...(fault?.at === "text" ? { error: say("form.textNeeded") } : {})} />
      {template === "buttons" && <Lines value={choices} onValue={setChoices} wrong={fault?.at === "choices"} testid="form-choices" />}
      {template === "own" && rows.map((row, i) => (
        <Question key={i} row={row} no={i + 1} alone={rows.length === 1} wrong={fault?.at === "row" && fault.row === i ? fault.what : null}
          change={(part) => change(i, part)} remove={() => setRows(rows.filter((_, at) => at !== i))} />
      ))}
      {template === "own" && rows.length < MOST_QUESTIONS && <Button data-testid="form-add" onClick={() => setRows([...rows, emptyRow()])}>{say("form.add")}</Button>}
      <div class="dlg-acts">
        <Button onClick={onDone}>{say("app.cancel")}</Button>
        <Button look="main" type="submit" data-testid="form-submit">{say(takes ? "form.takeSend" : "form.send")}</Button>
      </div>
    </form>
  );
}

interface QuestionProps { row: Row; no: number; alone: boolean; wrong: "label" | "choices" | null; change(part: Partial<Row>): void; remove(): void }

function Question({ row, no, alone, wrong, change, remove }: QuestionProps) {
  return (
    <div class="form-row" role="group" aria-label={say("form.question", { no })} data-testid="form-row">
      <Field label={say("form.question", { no })} value={row.label} maxLength={500} data-testid="form-label" onValue={(label) => change({ label })}
        {...(wrong === "label" ? { error: say("form.labelNeeded") } : {})} />
      <div class="form-how">
        <select class="select" aria-label={say("form.kind")} value={row.kind} data-testid="form-kind" onChange={(event) => change({ kind: event.currentTarget.value as OwnKind })}>
          {OWN_KINDS.map((kind) => <option key={kind} value={kind}>{say(`form.kind.${kind}`)}</option>)}
        </select>
        <label><input type="checkbox" checked={row.required} onChange={(event) => change({ required: event.currentTarget.checked })} /> {say("form.required")}</label>
        {!alone && <IconButton icon="trash" label={say("form.remove", { no })} onClick={remove} />}
      </div>
      {row.kind === "choice" && <Lines value={row.choices} onValue={(choices) => change({ choices })} wrong={wrong === "choices"} testid="form-row-choices" />}
    </div>
  );
}

function Lines({ value, onValue, wrong, testid }: { value: string; onValue(value: string): void; wrong: boolean; testid: string }) {
  return (
    <label class="field">
      <span class="quiet">{say("form.choices")}</span>
      <textarea class="lines" rows={3} value={value} aria-invalid={wrong} data-testid={testid} onInput={(event) => onValue(event.currentTarget.value)} />
      {wrong && <span class="field-error" role="alert">{say("form.choicesNeeded")}</span>}
    </label>
  );
}
