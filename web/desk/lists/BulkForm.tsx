import { useEffect, useState } from "preact/hooks";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Inputs.tsx";
import { Ends } from "../actions/Forms.tsx";
import { tagsIn } from "../actions/tags.ts";
import { useWhen } from "../actions/When.tsx";
import { words as actWords } from "../actions/words.ts";
import { answers, colleagues, teams, type Colleague, type Team } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { language, say } from "../state/settings.ts";
import type { BulkAct } from "./bulk.ts";
import { BulkClose } from "./BulkClose.tsx";
import { words } from "./say.ts";

interface Props { convs: readonly string[]; onDone: () => void }

/** What is asked before something is done with several talks. */
export function BulkForm({ act, ...props }: Props & { act: Exclude<BulkAct, "take"> }) {
  if (act === "resolve") return <BulkClose {...props} />;
  if (act === "snooze") return <SnoozeForm {...props} />;
  return act === "tags" ? <TagsForm {...props} /> : <TransferForm {...props} />;
}

function SnoozeForm({ convs, onDone }: Props) {
  const { tools } = useDesk();
  const { at, field } = useWhen();
  function submit(event: Event): void {
    event.preventDefault();
    if (at === null) return;
    onDone();
    void tools.bulk.snooze(convs, at);
  }
  return (
    <form class="form" onSubmit={submit} data-testid="bulk-form">
      {field}
      <Ends onDone={onDone} word={words("bulk.do")} />
    </form>
  );
}

function TagsForm({ convs, onDone }: Props) {
  const { tools, list } = useDesk();
  const [add, setAdd] = useState("");
  const [remove, setRemove] = useState<readonly string[]>([]);
  const [blank, setBlank] = useState(false);
  const there = [...new Set(list.shown.peek().filter((row) => convs.includes(row.conv)).flatMap((row) => row.tags ?? []))].sort();
  function submit(event: Event): void {
    event.preventDefault();
    const more = tagsIn(add).filter((tag) => !remove.includes(tag));
    if (more.length + remove.length === 0) return setBlank(true);
    onDone();
    void tools.bulk.tags(convs, more, remove);
  }
  return (
    <form class="form" onSubmit={submit} data-testid="bulk-form">
      <Field label={words("bulk.addTags")} value={add} maxLength={900} hint={actWords("tags.hint")} data-testid="bulk-tags-text"
        onValue={(value) => { setAdd(value); setBlank(false); }} {...(blank ? { error: words("bulk.tagsNeeded") } : {})} />
      {there.length > 0 && (
        <fieldset class="choice">
          <legend>{words("bulk.removeTags")}</legend>
          {there.map((tag) => (
            <label key={tag}>
              <input type="checkbox" checked={remove.includes(tag)} onChange={(event) => setRemove(event.currentTarget.checked ? [...remove, tag] : remove.filter((one) => one !== tag))} />
              <span>{tag}</span>
            </label>
          ))}
        </fieldset>
      )}
      <Ends onDone={onDone} word={words("bulk.do")} />
    </form>
  );
}

const QUEUE = "queue";

function TransferForm({ convs, onDone }: Props) {
  const { tools, me } = useDesk();
  const [people, setPeople] = useState<readonly Colleague[]>([]);
  const [groups, setGroups] = useState<readonly Team[]>([]);
  const [to, setTo] = useState(QUEUE);
  const [reason, setReason] = useState("");
  useEffect(() => {
    void colleagues(language.value).then((list) => setPeople(list.filter((one) => one.id !== me.id && answers(one))), () => undefined);
    void teams().then(setGroups, () => undefined);
  }, [me.id]);
  function submit(event: Event): void {
    event.preventDefault();
    const [kind, id] = to.split(" ");
    onDone();
    void tools.bulk.transfer(convs, kind === "to" ? Number(id) : null, reason.trim(), kind === "team" ? Number(id) : undefined);
  }
  return (
    <form class="form" onSubmit={submit} data-testid="bulk-form">
      <Select label={say("transfer.to")} value={to} onValue={setTo} data-testid="bulk-to" options={[
        [QUEUE, say("transfer.queue")],
        ...groups.map((one) => [`team ${one.id}`, say("transfer.team", { name: one.name })] as const),
        ...people.map((one) => [`to ${one.id}`, one.name] as const),
      ]} />
      <Field label={say("transfer.reason")} value={reason} maxLength={500} hint={say("transfer.reasonHint")} data-testid="bulk-reason" onValue={setReason} />
      <Ends onDone={onDone} word={words("bulk.do")} />
    </form>
  );
}
