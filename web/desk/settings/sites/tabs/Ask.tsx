import type { ComponentChildren } from "preact";
import { Button, IconButton } from "../../../../ui/Button.tsx";
import { Select } from "../../../../ui/Inputs.tsx";
import { language } from "../../../state/settings.ts";
import { CheckAt, SelectAt, TextAt, TextsAt, useForm, useWrong } from "../inputs.tsx";
import { say } from "../say.ts";
import { KINDS, type Asked, type Topic } from "../types.ts";

const TOPICS = "/settings/topics";
const FIELDS = "/settings/fields";
const FEWEST_ANSWERS = 2;

/** What is chosen and asked before the first message. */
export function Ask() {
  const form = useForm();
  const { topics, fields } = form.draft.value.settings;
  return (
    <>
      <section class="set-part">
        <h3>{say("ask.topics")}</h3>
        <p class="quiet">{say("ask.topicsHow")}</p>
        {topics.length > 0 && <SelectAt at="/settings/topic" label={say("f.topic")} options={[["required", say("topic.required")], ["optional", say("topic.optional")]]} />}
        {topics.map((topic, at) => <TopicItem key={at} topic={topic} at={at} count={topics.length} />)}
        <Group at={TOPICS} />
        <Button data-testid="add-topic" onClick={() => add(TOPICS, { key: freeKey("topic", topics), text: {} })}>{say("ask.addTopic")}</Button>
      </section>
      <section class="set-part">
        <h3>{say("ask.fields")}</h3>
        <p class="quiet">{say("ask.fieldsHow")}</p>
        {fields.map((field, at) => <FieldItem key={at} field={field} at={at} count={fields.length} />)}
        <Group at={FIELDS} />
        <Button data-testid="add-field" onClick={() => add(FIELDS, newField(freeKey("field", fields)))}>{say("ask.addField")}</Button>
      </section>
    </>
  );
  function add(list: string, item: Topic | Asked): void {
    form.set(`${list}/-`, item);
    focusLast(list);
  }
}

const newField = (key: string): Asked => ({ key, kind: "text", label: {}, required: false, choices: [], statement: {}, version: "" });

/** What the server says of a list as a whole. */
function Group({ at }: { at: string }) {
  const { error } = useWrong(at);
  return error ? <p class="field-error" role="alert">{error}</p> : null;
}

function freeKey(word: string, taken: readonly { key: string }[]): string {
  let no = taken.length + 1;
  while (taken.some((one) => one.key === `${word}-${no}`)) no++;
  return `${word}-${no}`;
}

function focusLast(list: string): void {
  requestAnimationFrame(() => [...document.querySelectorAll<HTMLElement>(`[data-item="${list}"] input`)].at(-1)?.closest("[data-item]")?.querySelector<HTMLElement>("input, select")?.focus());
}

interface ItemProps { list: string; at: number; count: number; title: string; children: ComponentChildren }

/** One of an ordered list: moved, removed, filled in. The keyboard stays with what moves. */
function Item({ list, at, count, title, children }: ItemProps) {
  const form = useForm();
  function shift(to: number, button: string): void {
    form.move(list, at, to);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-testid="${button}-${list}-${to}"]`)?.focus());
  }
  /** The keyboard goes to what stands in its place now, or to where the next one is made. */
  function remove(): void {
    form.set(`${list}/${at}`, undefined);
    const next = `remove-${list}-${Math.min(at, count - 2)}`;
    const made = list === TOPICS ? "add-topic" : "add-field";
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-testid="${count > 1 ? next : made}"]`)?.focus());
  }
  return (
    <fieldset class="set-item" data-item={list} data-testid={`item-${list}-${at}`}>
      <legend class="hidden">{title}</legend>
      <header>
        <strong aria-hidden="true">{title}</strong>
        <IconButton icon="up" label={say("ask.up", { what: title })} disabled={at === 0} data-testid={`up-${list}-${at}`} onClick={() => shift(at - 1, "up")} />
        <IconButton icon="down" label={say("ask.down", { what: title })} disabled={at === count - 1} data-testid={`down-${list}-${at}`} onClick={() => shift(at + 1, "down")} />
        <IconButton icon="trash" label={say("ask.remove", { what: title })} data-testid={`remove-${list}-${at}`} onClick={remove} />
      </header>
      {children}
    </fieldset>
  );
}

const nameOf = (texts: Topic["text"], fallback: string): string => texts[language.value] || Object.values(texts).find(Boolean) || fallback;

function TopicItem({ topic, at, count }: { topic: Topic; at: number; count: number }) {
  const here = `${TOPICS}/${at}`;
  return (
    <Item list={TOPICS} at={at} count={count} title={nameOf(topic.text, say("ask.topicNo", { no: at + 1 }))}>
      <TextsAt at={`${here}/text`} label={say("f.text")} />
      <TextAt at={`${here}/key`} label={say("f.key")} maxLength={40} />
    </Item>
  );
}

function FieldItem({ field, at, count }: { field: Asked; at: number; count: number }) {
  const form = useForm();
  const here = `${FIELDS}/${at}`;
  /** Answers belong to a choice alone: left behind elsewhere they could be refused where nobody sees them. */
  const become = (kind: Asked["kind"]): void => form.set(here, { ...field, kind, choices: kind === "choice" ? [{}, {}] : [] });
  return (
    <Item list={FIELDS} at={at} count={count} title={nameOf(field.label, say("ask.fieldNo", { no: at + 1 }))}>
      <TextsAt at={`${here}/label`} label={say("f.label")} />
      <div class="set-pair">
        <Select label={say("f.kind")} value={field.kind} options={KINDS.map((kind) => [kind, say(`kind.${kind}`)] as const)} onValue={become} data-at={`${here}/kind`} />
        <TextAt at={`${here}/key`} label={say("f.key")} maxLength={40} />
      </div>
      {field.kind === "choice" && <Choices at={`${here}/choices`} count={field.choices.length} />}
      {field.kind === "consent" && (
        <>
          <TextsAt at={`${here}/statement`} label={say("f.statement")} long />
          <TextAt at={`${here}/version`} label={say("f.version")} hint={say("h.version")} />
        </>
      )}
      <CheckAt at={`${here}/required`} label={say("f.required")} />
    </Item>
  );
}

function Choices({ at, count }: { at: string; count: number }) {
  const form = useForm();
  const shown = Math.max(count, FEWEST_ANSWERS);
  return (
    <div class="set-part">
      {Array.from({ length: shown }, (_, no) => (
        <div key={no} class="set-line">
          <TextsAt at={`${at}/${no}`} label={say("ask.choice", { no: no + 1 })} />
          {no < count && <IconButton icon="close" label={say("ask.remove", { what: say("ask.choice", { no: no + 1 }) })} onClick={() => form.set(`${at}/${no}`, undefined)} />}
        </div>
      ))}
      <Group at={at} />
      <div><Button onClick={() => form.set(`${at}/-`, {})} data-testid="add-choice">{say("ask.addChoice")}</Button></div>
    </div>
  );
}
