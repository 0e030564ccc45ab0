import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Check, Select } from "../../../ui/Inputs.tsx";
import { STATES, type State } from "../../state/api.ts";
import type { Held, Named } from "../../state/named.ts";
import { toast } from "../../state/toasts.ts";
import { ask, type Refusal } from "../requests.ts";
import { words } from "./words.ts";

const HELD = ["usual", "keep", "back", "on_word"] as const;

/** One named state while it is made or changed. */
export function StateEditor({ of, onDone, onCancel }: { of?: Named; onDone: () => void; onCancel: () => void }) {
  const [name, setName] = useState(of?.name ?? "");
  const [emoji, setEmoji] = useState(of?.emoji ?? "");
  const [base, setBase] = useState<State>(of?.base ?? "pause");
  const [works, setWorks] = useState(of?.works ?? true);
  const [held, setHeld] = useState<(typeof HELD)[number]>(of?.held ?? "usual");
  const [plan, setPlan] = useState(of?.plan ? String(of.plan / 60) : "");
  const [wrong, setWrong] = useState<Refusal | null>(null);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const hours = Number(plan.replace(",", "."));
    const body = { name, emoji, base, works, held: (held === "usual" ? null : held) satisfies Held, plan: plan.trim() === "" ? null : Math.round(hours * 60) || 0 };
    const answer = of ? await ask("PUT", `/api/states/${of.id}`, body) : await ask("POST", "/api/states", body);
    if (!answer.ok) {
      setWrong(answer.refusal);
      return;
    }
    toast(words("saved"));
    onDone();
  }
  const at = (pointer: string): { error?: string } => (wrong?.pointer === pointer ? { error: sentence(wrong) } : {});
  return (
    <form class="form set-item" noValidate onSubmit={(event) => void save(event)} data-testid="state-form">
      <Field label={words("name")} value={name} onValue={setName} maxLength={60} autofocus data-testid="state-name" {...at("/name")} />
      <Field label={words("emoji")} value={emoji} onValue={setEmoji} maxLength={16} {...at("/emoji")} data-testid="state-emoji" />
      <Select label={words("base")} value={base} onValue={setBase} options={STATES.map((one) => [one, words(`base.${one}`)])} {...at("/base")} data-testid="state-base" />
      <Check label={words("works")} value={works} onValue={setWorks} data-testid="state-works" />
      <Select label={words("held")} value={held} onValue={setHeld} options={HELD.map((one) => [one, words(`held.${one}`)])} data-testid="state-held" />
      <Field label={words("plan")} hint={words("planHow")} value={plan} onValue={setPlan} maxLength={6} {...at("/plan")} data-testid="state-plan" />
      {wrong && !["/name", "/emoji", "/base", "/plan"].includes(wrong.pointer) && <p class="field-error" role="alert">{sentence(wrong)}</p>}
      <div class="set-buttons">
        <Button look="main" type="submit" data-testid="state-save">{words("save")}</Button>
        <Button onClick={onCancel}>{words("cancel")}</Button>
      </div>
    </form>
  );
}

function sentence({ code, pointer }: Refusal): string {
  if (code === "name_in_use" || code === "state_in_use" || code === "too_many_states") return words(`error.${code}`);
  if (pointer === "/name" || pointer === "/emoji" || pointer === "/plan") return words(`error.${pointer.slice(1) as "name"}`);
  return words("error.other");
}
