import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string;
  error?: string;
  type?: "text" | "password" | "number" | "date" | "color" | "url";
  /** the language of what is written here */
  lang?: string;
  min?: number;
  max?: number;
  placeholder?: string;
  /** the id of a datalist */
  list?: string;
  name?: string;
  autocomplete?: "username" | "current-password" | "new-password" | "off";
  autofocus?: boolean;
  maxLength?: number;
  [data: `data-${string}`]: string;
}

export function Field({ label, value, onValue, hint, error, type = "text", autofocus = false, autocomplete = "off", ...rest }: Props) {
  const id = useId();
  const says = error ?? hint;
  const input = useRef<HTMLInputElement>(null);
  // Apart: an error that goes away, because somebody writes elsewhere, takes the keyboard from nobody.
  useLayoutEffect(() => { if (autofocus) input.current?.focus(); }, [autofocus]);
  useLayoutEffect(() => { if (error) input.current?.focus(); }, [error]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...rest} ref={input} id={id} type={type as "text"} value={value} dir={type === "text" ? "auto" : "ltr"} autocomplete={autocomplete} autocapitalize={autocomplete === "off" ? "sentences" : "none"}
        spellcheck={type === "text" && autocomplete === "off"}
        onInput={(event) => onValue(event.currentTarget.value)} aria-invalid={error !== undefined}
        {...(says ? { "aria-describedby": `${id}-says` } : {})}
      />
      {says && <p id={`${id}-says`} class={error ? "field-error" : "field-hint"}>{says}</p>}
    </div>
  );
}
