import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface Common {
  label: string;
  hint?: string;
  error?: string;
  [data: `data-${string}`]: string;
}

interface AreaProps extends Common { value: string; onValue: (value: string) => void; rows?: number; lang?: string; placeholder?: string }

/** Several lines of text: Ctrl (or ⌘) + Enter does what the form is for, as Enter does in a field of one line. */
export function Area({ label, value, onValue, hint, error, rows = 3, ...rest }: AreaProps) {
  const { id, says, described } = useSaid(hint, error);
  const field = useRef<HTMLTextAreaElement>(null);
  useFocus(field, error);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea {...rest} ref={field} id={id} rows={rows} dir="auto" value={value} aria-invalid={error !== undefined} {...described}
        onInput={(event) => onValue(event.currentTarget.value)} onKeyDown={submits} />
      {says}
    </div>
  );
}

function submits(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
  const main = event.currentTarget.form?.querySelector<HTMLButtonElement>("button[type=submit]");
  if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey) || !main) return;
  event.preventDefault();
  main.click();
}

interface SelectProps<T extends string> extends Common { value: T; onValue: (value: T) => void; options: readonly (readonly [T, string])[] }

/** One of a few. */
export function Select<T extends string>({ label, value, onValue, hint, error, options, ...rest }: SelectProps<T>) {
  const { id, says, described } = useSaid(hint, error);
  const field = useRef<HTMLSelectElement>(null);
  useFocus(field, error);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select {...rest} ref={field} id={id} class="select" value={value} aria-invalid={error !== undefined} {...described}
        onChange={(event) => { const next = options.find(([one]) => one === event.currentTarget.value); if (next) onValue(next[0]); }}>
        {options.map(([one, words]) => <option key={one} value={one}>{words}</option>)}
      </select>
      {says}
    </div>
  );
}

interface CheckProps extends Common { value: boolean; onValue: (value: boolean) => void; children?: ComponentChildren }

/** Yes or no. */
export function Check({ label, value, onValue, hint, error, ...rest }: CheckProps) {
  const { id, says, described } = useSaid(hint, error);
  const field = useRef<HTMLInputElement>(null);
  useFocus(field, error);
  return (
    <div class="field check">
      <span class="check-line">
        <input {...rest} ref={field} id={id} type="checkbox" checked={value} {...described} onChange={(event) => onValue(event.currentTarget.checked)} />
        <label for={id}>{label}</label>
      </span>
      {says}
    </div>
  );
}

function useSaid(hint?: string, error?: string) {
  const id = useId();
  const text = error ?? hint;
  const says = text ? <p id={`${id}-says`} class={error ? "field-error" : "field-hint"}>{text}</p> : null;
  return { id, says, described: text ? { "aria-describedby": `${id}-says` } : {} };
}

/** What is wrong takes the keyboard. */
function useFocus(field: { current: HTMLElement | null }, error?: string): void {
  useLayoutEffect(() => {
    if (error) field.current?.focus();
  }, [error]);
}
