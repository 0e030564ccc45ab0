import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Check, Select } from "../../../ui/Inputs.tsx";
import { inOrder, kindName } from "../../screens/channels.ts";
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
  const [kinds, setKinds] = useState<readonly string[]>(of?.channels ?? []);
  const [wrong, setWrong] = useState<Refusal | null>(null);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const hours = Number(plan.replace(",", "."));
    const body = { name, emoji, base, works, held: (held === "usual" ? null : held) satisfies Held, plan: plan.trim() === "" ? null : Math.round(hours * 60) || 0, channels: base === "available" && kinds.length > 0 ? kinds : null };
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
      {base === "available" && <Kinds chosen={kinds} onChosen={setKinds} />}
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

/** From which channels new chats come; none chosen: from all. */
function Kinds({ chosen, onChosen }: { chosen: readonly string[]; onChosen: (kinds: readonly string[]) => void }) {
  const [all, setAll] = useState<readonly string[]>(chosen);
  useEffect(() => {
    void ask<{ weights: Record<string, number> }>("GET", "/api/limits/weights").then((answer) => {
      if (answer.ok) setAll(inOrder([...new Set([...Object.keys(answer.body.weights), ...chosen])]));
    });
  }, []);
  return (
    <fieldset class="choice state-kinds">
      <legend>{words("kinds")}</legend>
      <p class="quiet">{words("kinds.how")}</p>
      {all.map((kind) => <Check key={kind} label={kindName(kind)} value={chosen.includes(kind)} data-testid={`state-kind-${kind}`}
        onValue={(on) => onChosen(on ? [...chosen, kind] : chosen.filter((one) => one !== kind))} />)}
    </fieldset>
  );
}

function sentence({ code, pointer }: Refusal): string {
  if (code === "name_in_use" || code === "state_in_use" || code === "too_many_states") return words(`error.${code}`);
  if (pointer === "/name" || pointer === "/emoji" || pointer === "/plan") return words(`error.${pointer.slice(1) as "name"}`);
  return words("error.other");
}
