/** What a site asks before the first word, and the message left when nobody is there. */

import { useState } from "preact/hooks";
import { refusal, TEXT_LIMIT } from "../../core/text.ts";
import { inLanguage, type Asked } from "../site.ts";
import type { WidgetWords } from "../words.ts";
import type { StartProps } from "./Start.tsx";

type Value = string | number | boolean;
type Given = Record<string, Value>;
const MAIL = "_mail";
const TEXT = "_text";
const ADDRESS = /^[^\s@<>"(),:;\\]+@[^\s@]+\.[^\s@.]{2,}$/;

export function Form({ look, words, start, say, back }: StartProps & { back(): void }) {
  const [given, setGiven] = useState<Given>({});
  const [trap, setTrap] = useState("");
  const [tried, setTried] = useState(false);
  const fields = look.fields ?? [];
  const mail: Asked | null = look.away && look.mail ? { key: MAIL, kind: "mail", label: {}, required: true } : null;
  const message: Asked = { key: TEXT, kind: "text", label: {}, required: true };
  const asked = [...fields.filter((field) => field.kind !== "consent"), ...(mail ? [mail] : []), message, ...fields.filter((field) => field.kind === "consent")];
  const wrong = (field: Asked): string | null => (tried ? faultOf(field, given[field.key], words) : null);
  const topic = look.topics?.find((one) => one.key === start.value.topic);

  const submit = (event: Event): void => {
    event.preventDefault();
    const bad = asked.find((field) => faultOf(field, given[field.key], words) !== null);
    setTried(true);
    if (bad !== undefined) return document.getElementById(`ask-${bad.key}`)?.focus();
    const { [MAIL]: address, [TEXT]: text, ...answers } = given;
    start.value = { ...start.value, fields: answers, ...(mail ? { mail: String(address).trim() } : {}), ...(trap ? { trap } : {}) };
    say(String(text));
  };

  return (
    <form class="ask" noValidate onSubmit={submit} data-testid="form">
      <button type="button" class="link" data-testid="form-back" onClick={back}>{words.t("goBack")}</button>
      {topic && <h2>{words.t("topic", { topic: inLanguage(topic.text, words.language, look) })}</h2>}
      {!topic && <h2>{words.t("title")}</h2>}
      {asked.map((field) => (
        <Question key={field.key} field={field} words={words} value={given[field.key]} fault={wrong(field)} label={labelOf(field)}
          statement={inLanguage(field.statement, words.language, look)} choices={(field.choices ?? []).map((one) => inLanguage(one, words.language, look))}
          set={(value) => setGiven({ ...given, [field.key]: value })} />
      ))}
      {/* Nobody sees it, nobody is led to it: who fills it in is a machine. */}
      <input class="unseen" tabIndex={-1} aria-hidden="true" autocomplete="off" name="company_site" value={trap} onInput={(event) => setTrap(event.currentTarget.value)} />
      <button type="submit" class="main" data-testid="form-send">{words.t("send")}</button>
    </form>
  );

  function labelOf(field: Asked): string {
    if (field.key === MAIL) return words.t("mail");
    return field.key === TEXT ? words.t("message") : inLanguage(field.label, words.language, look);
  }
}

interface QuestionProps {
  field: Asked;
  words: WidgetWords;
  label: string;
  statement: string;
  choices: string[];
  value: Value | undefined;
  fault: string | null;
  set(value: Value): void;
}

function Question({ field, words, label, statement, choices, value, fault, set }: QuestionProps) {
  const id = `ask-${field.key}`;
  const says = fault ?? (field.key === MAIL ? words.t("mailHint") : null);
  const common = {
    id, "data-testid": `ask-${field.key.replace("_", "")}`, "aria-invalid": fault !== null, "aria-required": field.required === true,
    ...(says ? { "aria-describedby": `${id}-says` } : {}),
  };
  const text = String(value ?? "");
  const typed = (event: { currentTarget: { value: string } }): void => set(event.currentTarget.value);
  const name = <>{label}{!field.required && field.kind !== "consent" && <small> · {words.t("optional")}</small>}</>;
  return (
    <div class="question">
      {field.kind === "consent"
        ? <label class="consent" for={id}><input {...common} type="checkbox" checked={value === true} onChange={(event) => set(event.currentTarget.checked)} /><span>{statement}</span></label>
        : <label for={id}>{name}</label>}
      {field.kind === "choice" && (
        <select {...common} value={text} onChange={(event) => set(event.currentTarget.value === "" ? "" : Number(event.currentTarget.value))}>
          <option value="">{words.t("choose")}</option>
          {choices.map((choice, at) => <option key={at} value={at}>{choice}</option>)}
        </select>
      )}
      {field.key === TEXT && <textarea {...common} rows={3} maxLength={TEXT_LIMIT} dir="auto" value={text} onInput={typed} />}
      {field.key !== TEXT && field.kind !== "consent" && field.kind !== "choice" && (
        <input {...common} type={TYPES[field.kind] as "text"} autocomplete={FILLS[field.kind]} value={text} onInput={typed}
          placeholder={field.kind === "phone" ? "+7" : undefined} maxLength={500} />
      )}
      {says && <p id={`${id}-says`} class={fault ? "fault" : "hint"} role={fault ? "alert" : undefined}>{says}</p>}
    </div>
  );
}

const TYPES = { text: "text", mail: "email", phone: "tel", number: "text" } as const;
const FILLS = { text: "off", mail: "email", phone: "tel", number: "off" } as const;

/** What is wrong with an answer, in words; null: nothing. The server looks again. */
export function faultOf(field: Asked, value: Value | undefined, words: WidgetWords): string | null {
  const text = typeof value === "string" ? value.trim() : value;
  if (text === undefined || text === "" || text === false) return field.required ? words.t("needed") : null;
  if (field.key === TEXT) return refusal(String(value)) === null ? null : words.t("needed");
  if (field.kind === "mail") return ADDRESS.test(String(text)) ? null : words.t("wrongMail");
  if (field.kind === "phone") return /^\+[1-9]\d{6,14}$/.test(String(text).replace(/[\s()-]/g, "")) ? null : words.t("wrongPhone");
  if (field.kind === "number") return /^[\dA-Za-z-]{1,30}$/.test(String(text)) ? null : words.t("wrongNumber");
  return null;
}
