import { useState } from "preact/hooks";
import { words } from "./words.ts";

export type Value = string | number | null;
interface Props {
  values: readonly Value[];
  /** What can be chosen, and how it is called. */
  offered: readonly (readonly [Value, string])[];
  /** Anything may be typed besides. */
  free: boolean;
  label: string;
  wrong: boolean;
  onValues: (values: Value[]) => void;
}

/** Values one beside another: chosen, or typed. */
export function Values({ values, offered, free, label, wrong, onValues }: Props) {
  const [typed, setTyped] = useState("");
  const named = (value: Value): string => offered.find(([one]) => one === value)?.[1] ?? String(value ?? words("value.none"));
  const left = offered.filter(([one]) => !values.includes(one));
  function add(): void {
    const value = typed.trim();
    if (value && !values.includes(value)) onValues([...values, value]);
    setTyped("");
  }
  return (
    <div class="rule-values">
      {values.map((value) => (
        <button key={String(value)} type="button" class="tag" aria-label={words("value.drop", { value: named(value) })} data-testid="rule-value" onClick={() => onValues(values.filter((one) => one !== value))}>
          {named(value)} <span aria-hidden="true">×</span>
        </button>
      ))}
      {left.length > 0 && (
        <select class="select" value="" aria-label={`${label}: ${words("value.add")}`} aria-invalid={wrong} data-testid="rule-choose"
          onChange={(event) => { const one = left[Number(event.currentTarget.value)]; if (event.currentTarget.value !== "" && one) onValues([...values, one[0]]); event.currentTarget.value = ""; }}>
          <option value="">{words(values.length > 0 ? "value.or" : "value.choose")}</option>
          {left.map(([value, name], at) => <option key={String(value)} value={String(at)}>{name}</option>)}
        </select>
      )}
      {free && <input class="rule-typed" value={typed} maxLength={200} placeholder={words("value.type")} aria-label={`${label}: ${words("value.type")}`} aria-invalid={wrong} data-testid="rule-typed"
        onInput={(event) => setTyped(event.currentTarget.value)} onBlur={add}
        onKeyDown={(event) => { if (event.key === "Enter" && typed.trim()) { event.preventDefault(); add(); } }} />}
    </div>
  );
}
