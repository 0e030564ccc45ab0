/** Questions with their answers: before the first word, in a message left, and in a form inside the talk. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Ask, Given } from "../../core/forms.ts";
import { refusal, TEXT_LIMIT } from "../../core/text.ts";
import type { WidgetWords } from "../words.ts";
import { Phone } from "./Phone.tsx";

/** `long`: words as in a message. */
export interface Question extends Omit<Ask, "kind"> {
  kind: Ask["kind"] | "long";
  hint?: string;
}
type Value = Given[string];

const ADDRESS = /^[^\s@<>"(),:;\\]+@[^\s@]+\.[^\s@.]{2,}$/;

interface Props {
  asks: readonly Question[];
  words: WidgetWords;
  /** Makes the fields' ids different from those of other forms. */
  id: string;
  testid: string;
  /** What stands there at the beginning. */
  first?: Given;
  done(given: Given): void;
  /** On their way: not twice. */
  busy?: boolean;
  children?: ComponentChildren;
}

export function Asks({ asks, words, id, testid, first = {}, done, busy = false, children }: Props) {
  const [given, setGiven] = useState<Given>(first);
  const [tried, setTried] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    const bad = asks.find((ask) => faultOf(ask, given[ask.key], words) !== null);
    setTried(true);
    if (bad !== undefined) document.getElementById(id + bad.key)?.focus();
    else if (!busy) done(given);
  };
  return (
    <form class="ask" noValidate onSubmit={submit} data-testid={testid}>
      {children}
      {asks.map((ask) => (
        <One key={ask.key} ask={ask} id={id + ask.key} words={words} value={given[ask.key]} fault={tried ? faultOf(ask, given[ask.key], words) : null}
          set={(value) => setGiven({ ...given, [ask.key]: value })} />
      ))}
      <button type="submit" class="main" data-testid="form-send" aria-disabled={busy}>{words.t("send")}</button>
    </form>
  );
}

interface OneProps {
  ask: Question;
  id: string;
  words: WidgetWords;
  value: Value | undefined;
  fault: string | null;
  set(value: Value): void;
}

function One({ ask, id, words, value, fault, set }: OneProps) {
  const { kind, label, required } = ask;
  const says = fault ?? ask.hint;
  const common = {
    id, "data-testid": `ask-${ask.key.replace("_", "")}`, "aria-invalid": fault !== null, "aria-required": required === true,
    ...(says ? { "aria-describedby": `${id}-says` } : {}),
  };
  const text = String(value ?? "");
  const typed = (event: { currentTarget: { value: string } }): void => set(event.currentTarget.value);
  return (
    <div class="question">
      {kind === "consent"
        ? <label class="consent"><input {...common} type="checkbox" checked={value === true} onChange={(event) => set(event.currentTarget.checked)} /><span>{label}</span></label>
        : <label for={id}>{label}{!required && <small> · {words.t("optional")}</small>}</label>}
      {kind === "choice" && (
        <select {...common} value={text} onChange={(event) => set(event.currentTarget.value === "" ? "" : Number(event.currentTarget.value))}>
          <option value="">{words.t("choose")}</option>
          {ask.choices?.map((choice, at) => <option key={at} value={at}>{choice}</option>)}
        </select>
      )}
      {kind === "long" && <textarea {...common} rows={3} maxLength={TEXT_LIMIT} dir="auto" value={text} onInput={typed} />}
      {kind === "phone" && <Phone common={common} words={words} set={set} />}
      {(kind === "text" || kind === "number") && <input {...common} autocomplete="off" value={text} onInput={typed} maxLength={500} />}
      {kind === "mail" && <input {...common} type="email" autocomplete="email" value={text} onInput={typed} maxLength={254} />}
      {says && <p id={`${id}-says`} class={fault ? "fault" : "hint"} role={fault ? "alert" : undefined}>{says}</p>}
    </div>
  );
}

/** What is wrong with an answer, in words; null: nothing. The server looks again. */
function faultOf(ask: Question, value: Value | undefined, words: WidgetWords): string | null {
  const text = typeof value === "string" ? value.trim() : value;
  if (text === undefined || text === "" || text === false) return ask.required ? words.t("needed") : null;
  const said = String(text);
  if (ask.kind === "long" && refusal(said) !== null) return words.t("needed");
  if (ask.kind === "mail" && !ADDRESS.test(said)) return words.t("wrongMail");
  if (ask.kind === "phone" && !/^\+[1-9]\d{6,14}$/.test(said)) return words.t("wrongPhone");
  return ask.kind === "number" && !/^[\dA-Za-z-]{1,30}$/.test(said) ? words.t("wrongNumber") : null;
}
