import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Check, Select } from "../../../ui/Inputs.tsx";
import type { Team } from "../../state/api.ts";
import { toast } from "../../state/toasts.ts";
import { ask, type Refusal } from "../requests.ts";
import { CountryDays } from "../daysoff/CountryDays.tsx";
import { Part, Span } from "./fields.tsx";
import { AutoCloses, AutoReplies } from "./ByItself.tsx";
import { GroupFields } from "./GroupFields.tsx";
import { HoursForm } from "./HoursForm.tsx";
import { FATES, GONE, NEW_TARGET, NOTHING, partOf, USUAL_STATES, usualHours, type OwnHours, type Policy, type States, type Target } from "./policy.ts";
import { words } from "./words.ts";

interface Props { team: number; others: readonly Team[] }

/** Time: by which hours, what is promised, what happens when nobody answers. One policy, saved as a whole. */
export function Timing({ team, others }: Props) {
  const [policy, setPolicy] = useState<Policy | null>(null);
  const [failed, setFailed] = useState(false);
  const [wrong, setWrong] = useState<Refusal | null>(null);
  useEffect(() => {
    void ask<{ teams: { team: number; policy: Policy }[] }>("GET", "/api/timing").then((answer) => {
      if (answer.ok) setPolicy(answer.body.teams.find((one) => one.team === team)?.policy ?? NOTHING);
      else setFailed(true);
    });
  }, [team]);
  if (failed) return <p role="alert">{words("failed")}</p>;
  if (policy === null) return <p role="status">{words("loading")}</p>;
  const put = (part: Partial<Policy>): void => setPolicy({ ...policy, ...part });
  const part = wrong ? partOf(wrong.pointer) : null;
  const at = (name: typeof part): { error?: string } => (part === name && name !== null ? { error: words(wrong?.code === "circle" ? "overflow.circle" : `wrong.${name}`) } : {});

  async function save(): Promise<void> {
    const answer = await ask("PUT", `/api/timing/${team}`, policy);
    setWrong(answer.ok ? null : answer.refusal);
    if (answer.ok) toast(words("saved"));
  }
  return (
    <Part title={words("time.title")} about={words(team === 0 ? "time.howAll" : "time.how")} testid="timing" onSave={() => void save()} {...(wrong ? { wrong: at(part).error ?? words("notSaved") } : {})}>
      <HoursOf own={policy.hours} onOwn={(hours) => put({ hours })} all={team === 0} />
      <Targets targets={policy.targets} onTargets={(targets) => put({ targets })} wrong={part === "targets" ? Number(wrong?.pointer.split("/")[2]) : null} />
      <Span label={words("takeBack")} hint={words("takeBack.how")} value={policy.take_back?.after ?? null} onValue={(after) => put({ take_back: after === null ? null : { after } })} testid="take-back" {...at("take_back")} />
      {others.length > 0 && team !== 0 && (
        <div class="set-pair">
          <Span label={words("overflow")} hint={words("overflow.how")} value={policy.overflow?.after ?? null} testid="overflow" {...at("overflow")}
            onValue={(after) => put({ overflow: after === null ? null : { full: false, ...policy.overflow, after, to: policy.overflow?.to ?? others[0]?.id ?? 0 } })} />
          {policy.overflow && <Select label={words("overflow.to")} value={String(policy.overflow.to)} options={others.map((one) => [String(one.id), one.name])} data-testid="overflow-to" onValue={(to) => put({ overflow: { full: false, ...policy.overflow, after: policy.overflow?.after ?? 60, to: Number(to) } })} />}
          {policy.overflow && <Check label={words("overflow.full")} hint={words("overflow.fullHow")} value={policy.overflow.full ?? false} data-testid="overflow-full" onValue={(full) => put({ overflow: { after: 60, to: 0, ...policy.overflow, full } })} />}
        </div>
      )}
      <AutoCloses all={policy.closing} onAll={(closing) => put({ closing })} />
      <AutoReplies all={policy.replies} onAll={(replies) => put({ replies })} />
      <Fates states={policy.states} onStates={(states) => put({ states })} />
    </Part>
  );
}

function HoursOf({ own, onOwn, all }: { own: OwnHours | null; onOwn: (own: OwnHours | null) => void; all: boolean }) {
  return (
    <>
      <Check label={words("hours.own")} hint={words(all ? "hours.allHow" : "hours.ownHow")} value={own !== null} onValue={(on) => onOwn(on ? usualHours() : null)} data-testid="hours-own" />
      {own && <HoursForm own={own} onOwn={onOwn} />}
      {own && <CountryDays country={own.country ?? ""} working={own.working ?? []} onChosen={(chosen) => onOwn({ ...own, ...chosen })} />}
    </>
  );
}

function Targets({ targets, onTargets, wrong }: { targets: readonly Target[]; onTargets: (targets: Target[]) => void; wrong: number | null }) {
  const change = (no: number, part: Partial<Target>): void => onTargets(targets.map((one, at) => (at === no ? { ...one, ...part } : one)));
  return (
    <div class="set-part">
      <h4>{words("targets")}</h4>
      <p class="quiet">{words(targets.length > 0 ? "targets.how" : "targets.none")}</p>
      {targets.map((one, no) => (
        <fieldset key={no} class="set-item" data-testid="target">
          <legend class="hidden">{words("targets.no", { no: no + 1 })}</legend>
          <header><strong aria-hidden="true">{words("targets.no", { no: no + 1 })}</strong><IconButton icon="trash" label={words("targets.remove", { no: no + 1 })} onClick={() => onTargets(targets.filter((_, at) => at !== no))} /></header>
          <div class="set-pair">
            <Field label={words("targets.channel")} hint={words("targets.any")} value={one.channel ?? ""} maxLength={200} onValue={(channel) => change(no, { channel: channel.trim() || null })} />
            <Field label={words("targets.topic")} hint={words("targets.anyTopic")} value={one.topic ?? ""} maxLength={200} onValue={(topic) => change(no, { topic: topic.trim() || null })} />
          </div>
          <GroupFields group={one.group} onGroup={(group) => change(no, { group })} />
          <div class="set-pair">
            {(["first", "next", "resolve"] as const).map((kind) => <Span key={kind} label={words(`targets.${kind}`)} value={one[kind]} onValue={(seconds) => change(no, { [kind]: seconds })} testid={`target-${kind}`} />)}
          </div>
          <Select label={words("targets.clock")} value={one.clock} options={[["business", words("clock.business")], ["always", words("clock.always")]]} onValue={(clock) => change(no, { clock })} />
          {wrong === no && <p class="field-error" role="alert">{words("wrong.targets")}</p>}
        </fieldset>
      ))}
      <div><Button icon="plus" onClick={() => onTargets([...targets, NEW_TARGET])} data-testid="target-add">{words("targets.add")}</Button></div>
    </div>
  );
}

function Fates({ states, onStates }: { states: States | null; onStates: (states: States | null) => void }) {
  return (
    <div class="set-part">
      <h4>{words("fates")}</h4>
      <Check label={words("fates.own")} hint={words("fates.how")} value={states !== null} onValue={(on) => onStates(on ? USUAL_STATES : null)} data-testid="fates-own" />
      {states && (
        <div class="set-pair">
          {GONE.map((one) => <Select key={one} label={words(`fates.${one}`)} value={states[one]} options={FATES.map((fate) => [fate, words(`fate.${fate}`)])} onValue={(fate) => onStates({ ...states, [one]: fate })} data-testid={`fate-${one}`} />)}
          <Span label={words("fates.grace")} value={states.grace} onValue={(grace) => onStates({ ...states, grace: grace ?? USUAL_STATES.grace })} testid="fate-grace" />
        </div>
      )}
    </div>
  );
}
