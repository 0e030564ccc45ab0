import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { words } from "./words.ts";

interface Common { label: string; hint?: string; error?: string; testid: string }

const optional = (hint?: string, error?: string): { hint?: string; error?: string } => ({ ...(hint ? { hint } : {}), ...(error ? { error } : {}) });

/** A whole number, or nothing. */
export function Whole({ label, hint, error, testid, value, onValue, min = 1, max = 1_000_000 }: Common & { value: number | null; onValue: (value: number | null) => void; min?: number; max?: number }) {
  return (
    <Field type="number" label={label} {...optional(hint, error)} min={min} max={max} value={value === null ? "" : String(value)} data-testid={testid}
      onValue={(text) => onValue(text.trim() === "" || Number.isNaN(Number(text)) ? null : Math.round(Number(text)))} />
  );
}

const UNITS = [["s", 1], ["min", 60], ["h", 3600], ["d", 86_400]] as const;
type Unit = (typeof UNITS)[number][0];
const lengthOf = (unit: Unit): number => UNITS.find(([one]) => one === unit)?.[1] ?? 1;

/** The largest unit that tells a length without a rest. */
export const unitOf = (seconds: number | null): Unit => [...UNITS].reverse().find(([, length]) => seconds !== null && seconds > 0 && seconds % length === 0)?.[0] ?? "min";

/** A length of time with its unit, or nothing; kept in seconds. */
export function Span({ label, hint, error, testid, value, onValue }: Common & { value: number | null; onValue: (seconds: number | null) => void }) {
  const [unit, setUnit] = useState<Unit>(unitOf(value));
  const id = useId();
  const shown = value === null ? "" : String(value / lengthOf(unit));
  const put = (text: string, by: Unit): void => onValue(text.trim() === "" || Number.isNaN(Number(text)) ? null : Math.round(Number(text) * lengthOf(by)));
  const says = error ?? hint;
  return (
    <div class="field span">
      <label for={id}>{label}</label>
      <div class="span-line">
        <input id={id} type="number" min={0} step="any" value={shown} data-testid={testid} aria-invalid={error !== undefined} {...(says ? { "aria-describedby": `${id}-says` } : {})} onInput={(event) => put(event.currentTarget.value, unit)} />
        <select class="select" value={unit} aria-label={words("unit", { of: label })} data-testid={`${testid}-unit`}
          onChange={(event) => { const next = event.currentTarget.value as Unit; setUnit(next); put(shown, next); }}>
          {UNITS.map(([one]) => <option key={one} value={one}>{words(`unit.${one}`)}</option>)}
        </select>
      </div>
      {says && <p id={`${id}-says`} class={error ? "field-error" : "field-hint"}>{says}</p>}
    </div>
  );
}

interface PartProps { title: string; about?: string; testid: string; onSave: () => void; busy?: boolean; wrong?: string; children: ComponentChildren }

/** One part of a page, saved by itself. */
export function Part({ title, about, testid, onSave, busy = false, wrong, children }: PartProps) {
  return (
    <section class="set-part" data-testid={testid}>
      <h3>{title}</h3>
      {about && <p class="quiet">{about}</p>}
      <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); onSave(); }}>
        {children}
        {wrong && <p class="field-error" role="alert" data-testid={`${testid}-wrong`}>{wrong}</p>}
        <div><Button look="main" type="submit" busy={busy} data-testid={`${testid}-save`}>{words("save")}</Button></div>
      </form>
    </section>
  );
}
