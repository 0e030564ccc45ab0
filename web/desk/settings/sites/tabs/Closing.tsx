import { Button } from "../../../../ui/Button.tsx";
import { CheckAt, TextAt, TextsAt, useForm } from "../inputs.tsx";
import { say } from "../say.ts";
import type { ClosingField } from "../types.ts";
import { Choices, focusLast, freeKey, Group, Item, nameOf } from "./items.tsx";

const FIELDS = "/settings/closing/fields";

/** What operators are asked when a talk of this site is closed, and how that looks to them. */
export function Closing() {
  const form = useForm();
  const { closing: { fields }, topics } = form.draft.value.settings;
  function add(): void {
    form.set(`${FIELDS}/-`, { key: freeKey("answer", fields), label: {}, required: true, choices: [] });
    focusLast(FIELDS);
  }
  return (
    <>
      <section class="set-part">
        <h3>{say("closing.topic")}</h3>
        <CheckAt at="/settings/closing/topic" label={say("f.closingTopic")} hint={say(topics.length > 0 ? "h.closingTopic" : "h.closingTopicNone")} />
      </section>
      <section class="set-part">
        <h3>{say("closing.fields")}</h3>
        <p class="quiet">{say("closing.fieldsHow")}</p>
        {fields.map((field, at) => <FieldItem key={at} field={field} at={at} count={fields.length} />)}
        <Group at={FIELDS} />
        <Button data-testid="add-closing" data-adds={FIELDS} onClick={add}>{say("ask.addField")}</Button>
      </section>
      <Shown />
    </>
  );
}

function FieldItem({ field, at, count }: { field: ClosingField; at: number; count: number }) {
  const here = `${FIELDS}/${at}`;
  return (
    <Item list={FIELDS} at={at} count={count} title={nameOf(field.label, say("ask.fieldNo", { no: at + 1 }))}>
      <TextsAt at={`${here}/label`} label={say("f.label")} />
      <TextAt at={`${here}/key`} label={say("f.key")} maxLength={40} />
      <p class="quiet">{say("closing.choicesHow")}</p>
      <Choices at={`${here}/choices`} count={field.choices.length} least={0} />
      <CheckAt at={`${here}/required`} label={say("f.required")} />
    </Item>
  );
}

/** The window as it will open; nothing can be sent from here. Operators read the site's first language. */
function Shown() {
  const { closing, topics, languages } = useForm().draft.value.settings;
  const first = languages[0] ?? "en";
  const must = (needed: boolean): string => (needed ? ` · ${say("f.required")}` : "");
  const asks = (closing.topic && topics.length > 0) || closing.fields.length > 0;
  return (
    <section class="set-part" data-testid="closing-preview" aria-label={say("closing.preview")}>
      <h3>{say("closing.preview")}</h3>
      {!asks && <p class="quiet">{say("closing.nothing")}</p>}
      {asks && (
        <fieldset class="set-item" disabled>
          <legend class="hidden">{say("closing.preview")}</legend>
          {closing.topic && topics.length > 0 && <Asked label={`${say("f.topics")}${must(true)}`} choices={topics.map((one) => one.text[first] ?? nameOf(one.text, one.key))} />}
          {closing.fields.map((one, at) => (
            <Asked key={at} label={`${one.label[first] || nameOf(one.label, "\u2026")}${must(one.required)}`} choices={one.choices.map((choice) => choice[first] || nameOf(choice, "\u2026"))} />
          ))}
        </fieldset>
      )}
    </section>
  );
}

function Asked({ label, choices }: { label: string; choices: readonly string[] }) {
  return (
    <label class="field">
      <span>{label}</span>
      {choices.length > 0 ? <select class="select">{choices.map((one, at) => <option key={at}>{one}</option>)}</select> : <input />}
    </label>
  );
}
