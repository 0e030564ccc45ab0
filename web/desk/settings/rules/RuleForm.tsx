import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Check, Select } from "../../../ui/Inputs.tsx";
import { useNames } from "../../lists/useNames.ts";
import { toSettings } from "../../state/place.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import type { Refusal } from "../requests.ts";
import { say as frame } from "../say.ts";
import { ActionRow } from "./ActionRow.tsx";
import * as api from "./api.ts";
import { ConditionRow } from "./ConditionRow.tsx";
import { begun, begunAction, contentOf, formOf, lacks, MOST_ACTIONS, MOST_LINES, placeOf, type Form } from "./model.ts";
import { Trial } from "./Trial.tsx";
import { TRIGGERS, type Rule } from "./types.ts";
import { words } from "./words.ts";

interface Props { rule: Rule | null; begins: Form; onRules: (rules: readonly Rule[]) => void }
interface Wrong { at: string; says: string }

/** One rule: its name, when it looks, what it asks, what it does, tried on last week. */
export function RuleForm({ rule, begins, onRules }: Props) {
  const kept = rule === null ? begins : formOf(api.contentOfRule(rule));
  const [form, setForm] = useState(kept);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const [busy, setBusy] = useState(false);
  const names = useNames();
  const title = rule?.name ?? words("add");
  const back = { label: frame("page.rules"), run: () => toSettings("rules") };
  if (form === null) return <Frame title={title} back={back}><p>{words("deep")}</p><Drop rule={rule} onRules={onRules} /></Frame>;

  const change = (part: Partial<Form>): void => { setWrong(null); setForm({ ...form, ...part }); };
  const says = (at: string): { error: string } | Record<string, never> => (wrong?.at === at ? { error: wrong.says } : {});
  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (form === null) return;
    const missing = lacks(form);
    if (missing !== null) return setWrong({ at: missing, says: words("lacking") });
    setBusy(true);
    const answer = await (rule ? api.change(rule, contentOf(form)) : api.add(contentOf(form)));
    setBusy(false);
    if (!answer.ok) return refused(answer.refusal);
    onRules(answer.body.rules);
    toast(words("saved", { name: form.name.trim() }));
    toSettings("rules");
  }
  async function refused(refusal: Refusal): Promise<void> {
    if (refusal.status === 412 || refusal.status === 404) {
      const now = await api.every();
      if (now.ok) onRules(now.body.rules);
      return toast(words(refusal.status === 412 ? "changed" : "gone"), { tone: "late" });
    }
    if (refusal.status !== 422 && refusal.status !== 409) return toast(words("notSaved"), { tone: "late" });
    const known = refusal.code === "never_holds" || refusal.code === "said_twice" ? words(`wrong.${refusal.code}`) : words("wrong.other", { detail: refusal.detail });
    setWrong({ at: placeOf(refusal.pointer), says: known });
  }
  const put = <T,>(list: readonly T[], at: number, next: T | null): T[] => (next === null ? list.filter((_, i) => i !== at) : list.map((one, i) => (i === at ? next : one)));
  return (
    <Frame title={title} back={back}>
      <form class="set-form" onSubmit={(event) => void save(event)} data-testid="rule-form" noValidate>
        <Field label={words("name")} hint={words("nameHint")} value={form.name} maxLength={80} onValue={(name) => change({ name })} autofocus={rule === null} data-testid="rule-name" {...says("/name")} />
        <div class="set-pair">
          <Select label={words("when")} value={form.on} options={TRIGGERS.map((one) => [one, words(one)] as const)} data-testid="rule-on" {...says("/on")}
            onValue={(on) => change({ on, minutes: on === "waits" ? form.minutes || 5 : 0 })} />
          {form.on === "waits" && <Field label={words("minutes")} type="number" min={1} max={10_080} value={String(form.minutes)} onValue={(text) => change({ minutes: Math.round(Number(text)) || 0 })} data-testid="rule-minutes" {...says("/minutes")} />}
        </div>
        <fieldset class="rule-part" data-testid="rule-if">
          <legend>{words("if")}</legend>
          {form.lines.length > 1 && (
            <select class="select" value={form.mode} aria-label={words("mode")} data-testid="rule-mode" onChange={(event) => change({ mode: event.currentTarget.value === "any" ? "any" : "all" })}>
              <option value="all">{words("all")}</option><option value="any">{words("any")}</option>
            </select>
          )}
          {form.lines.length === 0 && <p class="quiet">{words("always")}</p>}
          {form.lines.map((line, at) => (
            <ConditionRow key={at} line={line} at={at} names={names} {...says(`/lines/${at}`)} onLine={(next) => change({ lines: put(form.lines, at, next) })} />
          ))}
          {form.lines.length < MOST_LINES && <div><Button look="quiet" icon="plus" data-testid="rule-line-add" onClick={() => { change({ lines: [...form.lines, { not: false, condition: begun("says") }] }); toLast("rule-line"); }}>{words("line.add")}</Button></div>}
        </fieldset>
        <fieldset class="rule-part" data-testid="rule-then">
          <legend>{words("then")}</legend>
          {form.then.map((action, at) => (
            <ActionRow key={at} action={action} names={names} {...says(`/then/${at}`)} onAction={(next) => change({ then: put(form.then, at, next) })} />
          ))}
          {wrong?.at === "/then" && <p class="field-error" role="alert">{wrong.says}</p>}
          {form.then.length < MOST_ACTIONS && <div><Button look="quiet" icon="plus" data-testid="rule-action-add" onClick={() => { change({ then: [...form.then, begunAction("tag")] }); toLast("rule-action"); }}>{words("do.add")}</Button></div>}
        </fieldset>
        <div>
          <Check label={words("stop")} value={form.stop} onValue={(stop) => change({ stop })} data-testid="rule-stop" />
          <Check label={words("enabled")} value={form.enabled} onValue={(enabled) => change({ enabled })} data-testid="rule-enabled" />
        </div>
        <Trial content={() => (lacks({ ...form, name: form.name.trim() || "—" }) === null ? contentOf({ ...form, name: form.name.trim() || "—" }) : null)} onLacking={() => setWrong({ at: lacks({ ...form, name: "—" }) ?? "/name", says: words("lacking") })} onRefused={(refusal) => void refused(refusal)} />
        <div class="set-buttons">
          <Button look="main" type="submit" busy={busy} data-testid="rule-save">{words("save")}</Button>
          <Button onClick={() => toSettings("rules")}>{words("cancel")}</Button>
          <Drop rule={rule} onRules={onRules} />
        </div>
      </form>
    </Frame>
  );
}

/** The keyboard goes on in what was added. */
function toLast(kind: string): void {
  requestAnimationFrame(() => [...document.querySelectorAll<HTMLElement>(`[data-testid=${kind}] select`)].length > 0
    && document.querySelector<HTMLElement>(`[data-testid=${kind}]:last-of-type select`)?.focus());
}

function Drop({ rule, onRules }: Pick<Props, "rule" | "onRules">) {
  if (rule === null) return null;
  async function drop(gone: Rule): Promise<void> {
    const answer = await api.remove(gone.id);
    if (!answer.ok) return toast(words("notSaved"), { tone: "late" });
    onRules(answer.body.rules);
    toSettings("rules");
    const again = async (): Promise<void> => {
      const back = await api.add(api.contentOfRule(gone));
      if (back.ok) onRules(back.body.rules);
      else toast(words("notSaved"), { tone: "late" });
    };
    toast(words("removed", { name: gone.name }), { undo: () => void again() });
  }
  return <Button look="danger" data-testid="rule-remove" onClick={() => void drop(rule)}>{words("remove")}</Button>;
}
