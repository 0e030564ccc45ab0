import { IconButton } from "../../../ui/Button.tsx";
import type { Offers } from "../../lists/useNames.ts";
import { languageName } from "../../state/languages.ts";
import { ClockField } from "./ClockField.tsx";
import { begun, KINDS, type Line } from "./model.ts";
import { JUDGED, type Condition, type Kind } from "./types.ts";
import { Values, type Value } from "./Values.tsx";
import { words } from "./words.ts";

interface Props { line: Line; at: number; names: Offers; error?: string; onLine: (line: Line | null) => void }
const LANGUAGES = ["ru", "en", "kk", "be", "uz", "ky", "hy", "az", "ka", "de"] as const;

/** One question about a chat: what, yes or not, its values. */
export function ConditionRow({ line, at, names, error, onLine }: Props) {
  const { condition, not } = line;
  return (
    <div class="rule-line" role="group" aria-label={`${at + 1}: ${words(`kind.${condition.is}`)}`} data-testid="rule-line">
      <select class="select" value={condition.is} aria-label={words("line.kind")} data-testid="rule-kind" onChange={(event) => onLine({ ...line, condition: begun(event.currentTarget.value as Kind) })}>
        {KINDS.map((kind) => <option key={kind} value={kind}>{words(`kind.${kind}`)}</option>)}
      </select>
      <select class="select" value={not ? "no" : "yes"} aria-label={words("line.is")} data-testid="rule-not" onChange={(event) => onLine({ ...line, not: event.currentTarget.value === "no" })}>
        <option value="yes">{words("yes")}</option><option value="no">{words("no")}</option>
      </select>
      <IconButton icon="close" label={words("line.drop")} data-testid="rule-line-drop" onClick={() => onLine(null)} />
      <Asked condition={condition} names={names} wrong={error !== undefined} onCondition={(next) => onLine({ ...line, condition: next })} />
      {error && <p class="field-error" role="alert">{error}</p>}
    </div>
  );
}

function Asked({ condition, names, wrong, onCondition }: { condition: Condition; names: Offers; wrong: boolean; onCondition: (condition: Condition) => void }) {
  const label = words(`kind.${condition.is}`);
  if (condition.is === "waiting") {
    return <div class="rule-values"><input type="number" class="rule-typed" min={0} max={10_080} value={String(condition.minutes)} aria-label={label} data-testid="rule-time"
      onInput={(event) => onCondition({ is: "waiting", minutes: Math.max(0, Math.round(Number(event.currentTarget.value)) || 0) })} /></div>;
  }
  if (condition.is === "clock") return <ClockField condition={condition} wrong={wrong} onCondition={onCondition} />;
  if (condition.is === "open") {
    return <div class="rule-values"><select class="select" value={condition.of} aria-label={label} data-testid="rule-open-of" onChange={(event) => onCondition({ is: "open", of: event.currentTarget.value === "site" ? "site" : "team" })}>
      <option value="team">{words("open.team")}</option><option value="site">{words("open.site")}</option>
    </select></div>;
  }
  if (!("in" in condition)) return null;
  return (
    <>
      {condition.is === "attribute" && <div class="rule-values"><input class="rule-typed" value={condition.name} maxLength={200} placeholder={words("value.name")} aria-label={words("value.name")} aria-invalid={wrong} data-testid="rule-attribute"
        onInput={(event) => onCondition({ ...condition, name: event.currentTarget.value })} /></div>}
      <Values values={condition.in} offered={offers(condition.is, names)} free={FREE.includes(condition.is)} label={label} wrong={wrong}
        onValues={(values) => onCondition({ ...condition, in: values } as Condition)} />
    </>
  );
}

const FREE: readonly Kind[] = ["says", "page", "tag", "topic", "attribute"];

function offers(is: Kind, names: Offers): readonly (readonly [Value, string])[] {
  switch (is) {
    case "team": return [[null, words("value.everybody")], ...names.teams];
    case "site": return [...names.sites];
    case "topic": return [[null, words("value.none")], ...names.topics.map((one) => [one, one] as const)];
    case "tag": return names.tags.map((one) => [one, one] as const);
    case "rating": return JUDGED.map((one) => [one, words(one)] as const);
    case "channel": return [["webchat", words("value.chat")]];
    case "language": return LANGUAGES.map((one) => [one, languageName(one)] as const);
    default: return [];
  }
}
