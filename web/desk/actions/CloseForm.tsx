import { useEffect, useState } from "preact/hooks";
import { Field } from "../../ui/Field.tsx";
import { ask } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { nameOf } from "../screens/names.ts";
import { Ends } from "./Forms.tsx";
import { words } from "./words.ts";

/** What a site wants to be told on closing (docs/sites.md, «closing»). */
export interface Closing {
  topic: boolean;
  topics: string[];
  fields: { key: string; label: string; required: boolean; choices: string[] }[];
}

/** Resolving with a reason, and with what the site asks. */
export function CloseForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const { aside, talk } = useDesk();
  const state = talk.view.value?.state;
  const [closing, setClosing] = useState<Closing | "asking" | "failed">("asking");
  const [reason, setReason] = useState("");
  const [topic, setTopic] = useState("");
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  useEffect(() => {
    void ask("GET", `/api/talks/${encodeURIComponent(conv)}/closing`)
      .then((answer) => setClosing(answer.status === 200 ? (answer.body as Closing) : "failed"), () => setClosing("failed"));
  }, [conv]);
  if (closing === "asking" || state === undefined) return <p class="quiet" role="status">…</p>;
  if (closing === "failed") return <p class="field-error" role="alert">{words("failed")}</p>;
  const lacks = (value: string, needed: boolean) => (tried && needed && !value.trim() ? { error: words("close.needed") } : {});
  const complete = closing.fields.every((one) => !one.required || answers[one.key]?.trim()) && (!closing.topic || topic || state.topic);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (!complete || state === undefined) return;
    const given = Object.fromEntries(Object.entries(answers).filter(([, value]) => value.trim()));
    if (await aside.close(conv, nameOf(state), { reason: reason.trim(), topic: topic || null, fields: given })) onDone();
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="close-form">
      {(closing.topic || closing.fields.some((one) => one.required)) && <p>{words("close.asks")}</p>}
      {closing.topics.length > 0 && (
        <Choice label={words("close.topic")} value={topic || (state.topic ?? "")} choices={closing.topics} onValue={setTopic} testid="close-topic"
          {...lacks(topic || (state.topic ?? ""), closing.topic)} />
      )}
      {closing.fields.map((one) => one.choices.length > 0
        ? <Choice key={one.key} label={one.label} value={answers[one.key] ?? ""} choices={one.choices} testid={`close-${one.key}`}
            onValue={(value) => setAnswers({ ...answers, [one.key]: value })} {...lacks(answers[one.key] ?? "", one.required)} />
        : <Field key={one.key} label={one.label} value={answers[one.key] ?? ""} maxLength={200} data-testid={`close-${one.key}`}
            onValue={(value) => setAnswers({ ...answers, [one.key]: value })} {...lacks(answers[one.key] ?? "", one.required)} />)}
      <Field label={words("close.reason")} value={reason} maxLength={500} onValue={setReason} data-testid="close-reason" />
      <Ends onDone={onDone} word={words("close.do")} />
    </form>
  );
}

interface ChoiceProps { label: string; value: string; choices: readonly string[]; onValue: (value: string) => void; testid: string; error?: string }

export function Choice({ label, value, choices, onValue, testid, error }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select class="select" value={value} data-testid={testid} aria-invalid={error !== undefined} onChange={(event) => onValue(event.currentTarget.value)}>
        <option value="">{words("close.choose")}</option>
        {[...new Set(value && !choices.includes(value) ? [value, ...choices] : choices)].map((one) => <option key={one} value={one}>{one}</option>)}
      </select>
      {error && <span class="field-error" role="alert">{error}</span>}
    </label>
  );
}
