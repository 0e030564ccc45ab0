import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { ask, field } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { CloseForm } from "./CloseForm.tsx";
import { tagsIn } from "./tags.ts";
import { useWhen } from "./When.tsx";
import { words } from "./words.ts";

export interface Acting { kind: "snooze" | "promise" | "tags" | "close"; conv: string }
interface Props { asked: Acting; onDone: () => void }

/** The windows of what is done with a talk beside answering; fetched with the first of them. */
export default function Forms({ asked, onDone }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.querySelector<HTMLElement>("input:checked, input, select, textarea, button")?.focus(), []);
  return (
    <div ref={box} class="form">
      {asked.kind === "snooze" && <SnoozeForm conv={asked.conv} onDone={onDone} />}
      {asked.kind === "promise" && <PromiseForm conv={asked.conv} onDone={onDone} />}
      {asked.kind === "tags" && <TagForm conv={asked.conv} onDone={onDone} />}
      {asked.kind === "close" && <CloseForm conv={asked.conv} onDone={onDone} />}
    </div>
  );
}

interface FormProps { conv: string; onDone: () => void }

export function Ends({ onDone, word, busy = false }: { onDone: () => void; word: string; busy?: boolean }) {
  return (
    <div class="dlg-acts">
      <Button onClick={onDone}>{say("app.cancel")}</Button>
      <Button look="main" type="submit" busy={busy} data-testid="form-do">{word}</Button>
    </div>
  );
}

function SnoozeForm({ conv, onDone }: FormProps) {
  const { aside } = useDesk();
  const { at, field: when } = useWhen();
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (at !== null && await aside.snooze(conv, at)) onDone();
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="snooze-form">
      {when}
      <p class="quiet">{words("snooze.how")}</p>
      <Ends onDone={onDone} word={words("snooze.do")} />
    </form>
  );
}

function PromiseForm({ conv, onDone }: FormProps) {
  const { aside } = useDesk();
  const { at, field: when } = useWhen();
  const [text, setText] = useState("");
  const [blank, setBlank] = useState(false);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!text.trim()) return setBlank(true);
    if (at !== null && await aside.promise(conv, text.trim(), at)) onDone();
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="promise-form">
      <Field label={words("promise.text")} value={text} maxLength={200} hint={words("promise.hint")} autofocus data-testid="promise-text"
        onValue={(value) => { setText(value); setBlank(false); }} {...(blank ? { error: words("promise.needed") } : {})} />
      {when}
      <Ends onDone={onDone} word={words("promise.do")} />
    </form>
  );
}

function TagForm({ conv, onDone }: FormProps) {
  const { aside, talk } = useDesk();
  const before = talk.view.value?.state.tags ?? [];
  const [text, setText] = useState(before.join(", "));
  const [often, setOften] = useState<readonly string[]>([]);
  const now = tagsIn(text);
  const last = text.split(/[,;\n]/).at(-1)?.trim() ?? "";
  useEffect(() => {
    let wanted = true;
    void ask("GET", `/api/tags?begins=${encodeURIComponent(last)}`)
      .then((answer) => wanted && setOften(answer.status === 200 ? (field(answer.body, "tags") as string[]) : []), () => undefined);
    return () => void (wanted = false);
  }, [last]);
  const choose = (tag: string): void => setText([...tagsIn(text.split(/[,;\n]/).slice(0, -1).join(",")), tag, ""].join(", "));
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (await aside.tag(conv, before, now)) onDone();
  }
  const offered = often.filter((tag) => !now.includes(tag)).slice(0, 8);
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="tag-form">
      <Field label={words("tags.field")} value={text} maxLength={900} hint={words("tags.hint")} autofocus data-testid="tag-text" onValue={setText} />
      {offered.length > 0 && (
        <div class="tag-offers" role="group" aria-label={words("tags.often")}>
          {offered.map((tag) => <button key={tag} type="button" class="tag tag-offer" data-testid="tag-offer" onClick={() => choose(tag)}>{tag}</button>)}
        </div>
      )}
      <Ends onDone={onDone} word={words("tags.do")} />
    </form>
  );
}
