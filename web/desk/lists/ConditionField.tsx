import { useState } from "preact/hooks";
import { IconButton } from "../../ui/Button.tsx";
import { words, type ListWord } from "./say.ts";
import { valueWords } from "./summary.ts";
import { begun, KINDS, unitOf, UNITS, type Line, type Unit } from "./tree.ts";
import type { Condition, Kind } from "./types.ts";
import { RATED } from "./types.ts";
import type { Offers } from "./useNames.ts";

interface Props {
  line: Line;
  at: string;
  names: Offers;
  wrong: boolean;
  onLine: (line: Line) => void;
  onDrop: () => void;
}

/** One condition: of what kind, is or is not, and its values. */
export function ConditionField({ line, at, names, wrong, onLine, onDrop }: Props) {
  const { condition, not } = line;
  return (
    <div class="view-line" data-part={at} data-testid="view-condition" role="group" aria-label={words(`kind.${condition.is}`)}>
      <select class="select" value={condition.is} aria-label={words("line.kind")} data-testid="condition-kind"
        onChange={(event) => onLine({ ...line, condition: begun(event.currentTarget.value as Kind) })}>
        {KINDS.map((kind) => <option key={kind} value={kind}>{words(`kind.${kind}`)}</option>)}
      </select>
      <select class="select" value={not ? "not" : "is"} aria-label={words("line.not")} data-testid="condition-not" onChange={(event) => onLine({ ...line, not: event.currentTarget.value === "not" })}>
        <option value="is">{words("line.is")}</option><option value="not">{words("line.isNot")}</option>
      </select>
      <IconButton icon="close" label={words("line.drop")} data-testid="condition-drop" onClick={onDrop} />
      <Values condition={condition} names={names} wrong={wrong} onCondition={(next) => onLine({ ...line, condition: next })} />
    </div>
  );
}

type ValueProps = { condition: Condition; names: Offers; wrong: boolean; onCondition: (condition: Condition) => void };

function Values({ condition, names, wrong, onCondition }: ValueProps) {
  if ("in" in condition) return <Several condition={condition} names={names} wrong={wrong} onCondition={onCondition} />;
  if (condition.is === "promise") return <Due condition={condition} onCondition={onCondition} />;
  if (!("minutes" in condition)) return null;
  return <Minutes minutes={condition.minutes} least={condition.is === "waiting" ? 0 : 1} onMinutes={(minutes) => onCondition({ ...condition, minutes })} />;
}

function Due({ condition, onCondition }: { condition: Extract<Condition, { is: "promise" }>; onCondition: (condition: Condition) => void }) {
  const { minutes } = condition;
  const how = minutes === null || minutes === undefined ? "any" : minutes === 0 ? "overdue" : "within";
  const next: Record<string, number | null> = { any: null, overdue: 0, within: 60 };
  return (
    <div class="view-values">
      <select class="select" value={how} aria-label={words("kind.promise")} data-testid="condition-due" onChange={(event) => onCondition({ is: "promise", minutes: next[event.currentTarget.value] ?? null })}>
        {["any", "overdue", "within"].map((one) => <option key={one} value={one}>{words(`due.${one}` as ListWord)}</option>)}
      </select>
      {how === "within" && <Minutes minutes={minutes ?? 60} least={1} onMinutes={(value) => onCondition({ is: "promise", minutes: value })} />}
    </div>
  );
}

function Minutes({ minutes, least, onMinutes }: { minutes: number; least: number; onMinutes: (minutes: number) => void }) {
  const [unit, setUnit] = useState<Unit>(unitOf(minutes));
  const put = (count: number, of: Unit): void => onMinutes(Math.min(527_040, Math.max(least, Math.round(count * UNITS[of]))));
  return (
    <div class="view-time">
      <input type="number" min={least} max={999} step={1} value={String(Math.round(minutes / UNITS[unit]))} aria-label={words("line.time")} data-testid="condition-time"
        onInput={(event) => put(Number(event.currentTarget.value) || least, unit)} />
      <select class="select" value={unit} aria-label={words("line.unit")} data-testid="condition-unit"
        onChange={(event) => { const of = event.currentTarget.value as Unit; const count = Math.max(1, Math.round(minutes / UNITS[unit])); setUnit(of); put(count, of); }}>
        {(Object.keys(UNITS) as Unit[]).map((one) => <option key={one} value={one}>{words(`unit.${one}`)}</option>)}
      </select>
    </div>
  );
}

type Listed = Extract<Condition, { in: unknown[] }>;
type Value = string | number | null;

/** Values one beside another; one more is chosen, or (tags, topics, languages) typed. */
function Several({ condition, names, wrong, onCondition }: Omit<ValueProps, "condition"> & { condition: Listed }) {
  const [typed, setTyped] = useState("");
  const values = condition.in as readonly Value[];
  const put = (next: readonly Value[]): void => onCondition({ ...condition, in: next } as unknown as Condition);
  const offered = offers(condition.is, names).filter((one) => !values.includes(one));
  const free = condition.is === "tag" || condition.is === "topic";
  function add(): void {
    const value = typed.trim();
    if (value && !values.includes(value)) put([...values, value]);
    setTyped("");
  }
  return (
    <div class="view-values">
      {values.map((value) => (
        <button key={String(value)} type="button" class="tag view-value" aria-label={words("line.dropValue", { value: valueWords(condition.is, value, names) })} data-testid="condition-value"
          onClick={() => put(values.filter((one) => one !== value))}>{valueWords(condition.is, value, names)} <span aria-hidden="true">×</span></button>
      ))}
      {offered.length > 0 && (
        <select class="select view-add" value="" aria-label={words("line.add")} aria-invalid={wrong} data-testid="condition-add"
          onChange={(event) => { const value = offered[Number(event.currentTarget.value)]; if (value !== undefined) put([...values, value]); event.currentTarget.value = ""; }}>
          <option value="">{words(values.length > 0 ? "line.or" : "line.choose")}</option>
          {offered.map((value, at) => <option key={String(value)} value={String(at)}>{valueWords(condition.is, value, names)}</option>)}
        </select>
      )}
      {free && <input class="view-typed" value={typed} maxLength={200} placeholder={words("line.type")} aria-label={words("line.type")} data-testid="condition-typed"
        onInput={(event) => setTyped(event.currentTarget.value)} onBlur={add}
        onKeyDown={(event) => { if (event.key === "Enter" && typed.trim()) { event.preventDefault(); add(); } }} />}
    </div>
  );
}

const LANGUAGES = ["ru", "en", "kk", "be", "uz", "ky", "hy", "az", "ka", "de"] as const;

function offers(is: Listed["is"], names: Offers): readonly Value[] {
  switch (is) {
    case "holder": return ["me", "queue", "bot", ...names.people.keys()];
    case "team": return [null, ...names.teams.keys()];
    case "site": return [...names.sites.keys()];
    case "status": return ["open", "snoozed"];
    case "rating": return RATED;
    case "topic": return [null, ...names.topics];
    case "tag": return [null, ...names.tags];
    case "channel": return ["webchat"];
    default: return LANGUAGES;
  }
}
