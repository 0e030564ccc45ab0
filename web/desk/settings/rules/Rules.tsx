import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { toSettings } from "../../state/place.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import type { PageProps } from "../pages.ts";
import type { Answer } from "../requests.ts";
import { say as frame } from "../say.ts";
import * as api from "./api.ts";
import { EMPTY, moved } from "./model.ts";
import { RuleForm } from "./RuleForm.tsx";
import type { Rule } from "./types.ts";
import { words } from "./words.ts";
import "./rules.css";

/** Rules: all of them in their order, or one of them as the address says (`new`: one that is not yet). */
export default function Rules({ path }: PageProps) {
  const [rules, setRules] = useState<readonly Rule[] | null | "failed">(null);
  const take = (answer: Answer<{ rules: Rule[] }>): boolean => {
    if (answer.ok) setRules(answer.body.rules);
    return answer.ok;
  };
  const load = (): void => void api.every().then((answer) => void (take(answer) || setRules("failed")));
  useEffect(load, []);

  const title = frame("page.rules");
  if (rules === null) return <Frame title={title}><p role="status">{words("loading")}</p></Frame>;
  if (rules === "failed") return <Frame title={title}><div class="set-part" role="alert"><p>{words("failed")}</p><div><Button onClick={load}>{words("again")}</Button></div></div></Frame>;
  if (path[0] === "new") return <RuleForm key="new" rule={null} begins={EMPTY} onRules={setRules} />;
  if (path[0] !== undefined) {
    const rule = rules.find((one) => String(one.id) === path[0]);
    if (!rule) return <Frame title={words("gone")}><div><Button onClick={() => toSettings("rules")}>{title}</Button></div></Frame>;
    return <RuleForm key={`${rule.id}:${rule.version}`} rule={rule} begins={EMPTY} onRules={setRules} />;
  }
  return (
    <Frame title={title} about={words("how")} acts={<Button look="main" icon="plus" data-testid="rule-add" onClick={() => toSettings("rules", "new")}>{words("add")}</Button>}>
      {rules.length === 0 && <div class="set-part" data-testid="rules-none"><strong>{words("none")}</strong><p>{words("noneHow")}</p></div>}
      <ol class="set-rows">
        {rules.map((rule, at) => <RuleRow key={rule.id} rule={rule} at={at} rules={rules} take={take} />)}
      </ol>
    </Frame>
  );
}

interface RowProps { rule: Rule; at: number; rules: readonly Rule[]; take: (answer: Answer<{ rules: Rule[] }>) => boolean }

function RuleRow({ rule, at, rules, take }: RowProps) {
  async function move(by: -1 | 1): Promise<void> {
    const answer = await api.order(moved(rules, at, by).map((one) => one.id));
    if (!take(answer)) return refused(take);
    // The keyboard stays with what it moved, on the other button when this one is at its end.
    requestAnimationFrame(() => {
      const row = document.querySelector(`[data-rule="${rule.id}"]`);
      (row?.querySelector<HTMLElement>(`[data-by="${by}"]:not(:disabled)`) ?? row?.querySelector<HTMLElement>("[data-by]:not(:disabled)"))?.focus();
    });
  }
  async function turn(enabled: boolean): Promise<void> {
    if (!take(await api.change(rule, { ...api.contentOfRule(rule), enabled }))) void refused(take);
  }
  return (
    <li class="rule-row" data-testid="rule" data-rule={String(rule.id)} data-on={rule.enabled}>
      <button type="button" class="set-row" data-testid="rule-open" onClick={() => toSettings("rules", String(rule.id))}>
        <strong>{rule.name}</strong>
        <span class="quiet">{told(rule)}</span>
      </button>
      <label class="rule-switch"><input type="checkbox" checked={rule.enabled} aria-label={words("switch", { name: rule.name })} data-testid="rule-switch" onChange={(event) => void turn(event.currentTarget.checked)} />
        <span aria-hidden="true">{words(rule.enabled ? "on" : "off")}</span></label>
      <IconButton icon="up" label={words("up", { name: rule.name })} disabled={at === 0} data-by="-1" data-testid="rule-up" onClick={() => void move(-1)} />
      <IconButton icon="down" label={words("down", { name: rule.name })} disabled={at === rules.length - 1} data-by="1" data-testid="rule-down" onClick={() => void move(1)} />
    </li>
  );
}

/** When it looks, whether it stops, how often it acted. */
function told(rule: Rule): string {
  const when = rule.on === "waits" ? `${words("waits")} ${words("minutesOf", { count: rule.minutes })}` : words(rule.on);
  return [`${words("when")}: ${when}`, rule.acted > 0 ? words("acted", { count: rule.acted }) : words("idle"), rule.stop ? words("stops") : ""].filter(Boolean).join(" · ");
}

async function refused(take: RowProps["take"]): Promise<void> {
  toast(words("notSaved"), { tone: "late" });
  take(await api.every());
}
