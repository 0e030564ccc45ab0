/** Fields of the form, each by the pointer of what it changes: the server's refusal finds its field by itself. */

import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { Field } from "../../../ui/Field.tsx";
import { Area, Check, Select } from "../../../ui/Inputs.tsx";
import type { SiteForm } from "./form.ts";
import type { Pointer } from "./paths.ts";
import { say } from "./say.ts";


export const FormContext = createContext<SiteForm | null>(null);

export function useForm(): SiteForm {
  const form = useContext(FormContext);
  if (form === null) throw new Error("outside a site");
  return form;
}

interface At { at: Pointer; label: string; hint?: string }
/** What else a field of text can be told. */
interface More { lang?: string; type?: "text" | "number" | "color"; min?: number; max?: number; maxLength?: number; list?: string; placeholder?: string }

/** What the server says of this field; `deep`: of anything inside it as well. */
export function useWrong(at: Pointer, deep = false): { error?: string } {
  const wrong = useForm().wrong.value;
  const mine = wrong !== null && (wrong.at === at || (deep && wrong.at.startsWith(`${at}/`)));
  return mine ? { error: wrong.text } : {};
}

const hinted = (hint?: string): { hint?: string } => (hint === undefined ? {} : { hint });

export function TextAt({ at, label, hint, ...more }: At & More) {
  const form = useForm();
  const value = form.at(at);
  return <Field {...more} {...hinted(hint)} {...useWrong(at)} label={label} value={value === undefined || value === null ? "" : String(value)} data-at={at}
    onValue={(text) => form.set(at, text)} />;
}

export function NumberAt({ at, label, hint, min, max }: At & { min: number; max: number }) {
  const form = useForm();
  const value = form.at(at);
  return <Field {...hinted(hint)} {...useWrong(at)} type="number" min={min} max={max} label={label} value={typeof value === "number" ? String(value) : ""} data-at={at}
    onValue={(text) => form.set(at, text.trim() === "" || Number.isNaN(Number(text)) ? "" : Number(text))} />;
}

export function AreaAt({ at, label, hint, lang, rows }: At & { lang?: string; rows?: number }) {
  const form = useForm();
  const value = form.at(at);
  return <Area {...hinted(hint)} {...useWrong(at)} {...(lang ? { lang } : {})} rows={rows ?? 3} label={label} value={typeof value === "string" ? value : ""} data-at={at}
    onValue={(text) => form.set(at, text)} />;
}

export function CheckAt({ at, label, hint }: At) {
  const form = useForm();
  return <Check {...hinted(hint)} {...useWrong(at)} label={label} value={form.at(at) === true} data-at={at} onValue={(on) => form.set(at, on)} />;
}

export function SelectAt<T extends string>({ at, label, hint, options }: At & { options: readonly (readonly [T, string])[] }) {
  const form = useForm();
  const value = form.at(at);
  return <Select {...hinted(hint)} {...useWrong(at)} label={label} options={options} value={options.find(([one]) => one === value)?.[0] ?? (options[0]?.[0] as T)} data-at={at}
    onValue={(next) => form.set(at, next)} />;
}

/** A list with one item a line (or between commas); `tidy` makes an item of what was typed. */
export function LinesAt({ at, label, hint, tidy = (text) => text, separator = "\n", rows = 3 }: At & { tidy?: (text: string) => string; separator?: "\n" | ", "; rows?: number }) {
  const form = useForm();
  const items = (form.at(at) as readonly string[] | undefined) ?? [];
  const [text, setText] = useState(items.join(separator));
  useEffect(() => setText(items.join(separator)), [form.renewed.value]);
  const put = (next: string): void => {
    setText(next);
    form.set(at, next.split(separator.trim() || "\n").map((one) => tidy(one.trim())).filter(Boolean));
  };
  const given = { ...hinted(hint), ...useWrong(at, true), label, value: text, onValue: put, "data-at": at };
  return separator === "\n" ? <Area {...given} rows={rows} /> : <Field {...given} />;
}

/** The same text in each of the site's languages; the first one is needed where one is needed at all. */
export function TextsAt({ at, label, hint, long = false }: At & { long?: boolean }) {
  const form = useForm();
  const { languages } = form.draft.value.settings;
  return (
    <div class="set-pair" data-at={at}>
      {languages.map((language) => {
        const one = { at: `${at}/${language}`, label: languages.length > 1 ? `${label} · ${say(`lang.${language}`)}` : label, ...hinted(hint), lang: language };
        return long ? <AreaAt key={language} {...one} /> : <TextAt key={language} {...one} />;
      })}
    </div>
  );
}
