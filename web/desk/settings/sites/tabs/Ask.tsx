import { Button } from "../../../../ui/Button.tsx";
import { Select } from "../../../../ui/Inputs.tsx";
import { CheckAt, SelectAt, TextAt, TextsAt, useForm } from "../inputs.tsx";
import { say } from "../say.ts";
import { KINDS, type Asked, type Topic } from "../types.ts";
import { Choices, focusLast, freeKey, Group, Item, nameOf } from "./items.tsx";

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
        <Button data-testid="add-topic" data-adds={TOPICS} onClick={() => add(TOPICS, { key: freeKey("topic", topics), text: {} })}>{say("ask.addTopic")}</Button>
      </section>
      <section class="set-part">
        <h3>{say("ask.fields")}</h3>
        <p class="quiet">{say("ask.fieldsHow")}</p>
        {fields.map((field, at) => <FieldItem key={at} field={field} at={at} count={fields.length} />)}
        <Group at={FIELDS} />
        <Button data-testid="add-field" data-adds={FIELDS} onClick={() => add(FIELDS, newField(freeKey("field", fields)))}>{say("ask.addField")}</Button>
      </section>
    </>
  );
  function add(list: string, item: Topic | Asked): void {
    form.set(`${list}/-`, item);
    focusLast(list);
  }
}

const newField = (key: string): Asked => ({ key, kind: "text", label: {}, required: false, choices: [], statement: {}, version: "" });

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
      {field.kind === "choice" && <Choices at={`${here}/choices`} count={field.choices.length} least={FEWEST_ANSWERS} />}
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
