import { useEffect, useState } from "preact/hooks";
import { newCid } from "../../core/cid.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Area } from "../../ui/Inputs.tsx";
import { Ends } from "../actions/Forms.tsx";
import { nameOf } from "../screens/names.ts";
import { ask, type Refusal } from "../settings/requests.ts";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { toast } from "../state/toasts.ts";
import { words } from "./first-words.ts";

interface Way { way: "chat" | "mail"; here: boolean; mail: string | null; proven: boolean }
interface Ways { ways: Way[]; open: string | null; banned: boolean; gone: boolean }

const MOST = 10_000;
const at = (conv: string): string => `/api/talks/${encodeURIComponent(conv)}/first`;
const goTo = (conv: string): void => go({ screen: "talk", conv });

/** A new talk with the person of an older one: how it will arrive is said before anything is written. */
export default function FirstForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const [known, setKnown] = useState<Ways | "asking" | "failed">("asking");
  const load = (): void => void ask<Ways>("GET", at(conv)).then((answer) => setKnown(answer.ok ? answer.body : "failed"));
  useEffect(load, [conv]);
  if (known === "asking") return <p class="quiet" role="status">{words("asking")}</p>;
  if (known === "failed") return <p class="field-error" role="alert">{words("failed")} <Button onClick={load}>{words("again")}</Button></p>;
  if (known.banned || known.gone) return <p role="status" data-testid="first-no">{words(known.banned ? "banned" : "gone")}</p>;
  if (known.open !== null) return <Elsewhere conv={known.open} onDone={onDone} />;
  return <Write conv={conv} ways={known.ways} onDone={onDone} onChanged={load} />;
}

function Elsewhere({ conv, onDone }: { conv: string; onDone: () => void }) {
  return (
    <>
      <p data-testid="first-open">{words("open")}</p>
      <div class="dlg-acts"><Button look="main" onClick={() => { onDone(); goTo(conv); }} data-testid="first-there">{words("open.do")}</Button></div>
    </>
  );
}

interface WriteProps { conv: string; ways: readonly Way[]; onDone: () => void; onChanged: () => void }

function Write({ conv, ways, onDone, onChanged }: WriteProps) {
  const { talk } = useDesk();
  const [chosen, choose] = useState<Way["way"]>(ways[0]?.way ?? "chat");
  const [topic, setTopic] = useState("");
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [cid] = useState(() => newCid());
  const state = talk.view.value?.state;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const size = [...text].length;
    if (!text.trim()) return setError(words("text.needed"));
    if (size > MOST) return setError(words("text.long", { limit: MOST, count: size }));
    setBusy(true);
    const answer = await ask<{ conv: string; no: number }>("POST", at(conv), { cid, text, topic: topic.trim(), way: chosen });
    setBusy(false);
    if (answer.ok) {
      toast(words("done", { name: state ? nameOf(state) : "" }));
      onDone();
      return goTo(answer.body.conv);
    }
    setError(refusalWords(answer.refusal));
    if (answer.refusal.code === "talk_open" || answer.refusal.code === "banned") onChanged();
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="first-form">
      <fieldset class="choice">
        <legend>{words("way")}</legend>
        {ways.map((one) => (
          <label key={one.way}>
            <input type="radio" name="way" checked={one.way === chosen} onChange={() => choose(one.way)} data-testid={`first-${one.way}`} />
            <span class="ban-what"><span dir="auto">{wordOf(one)}</span>{hintOf(one) && <span class="quiet">{hintOf(one)}</span>}</span>
          </label>
        ))}
      </fieldset>
      <Field label={words("topic")} value={topic} maxLength={120} hint={words("topic.hint")} onValue={setTopic} data-testid="first-topic" />
      <Area label={words("text")} value={text} rows={4} hint={words("text.hint")} onValue={(value) => { setText(value); setError(null); }} data-testid="first-text" {...(error ? { error } : {})} />
      <Ends onDone={onDone} word={words("do")} busy={busy} />
    </form>
  );
}

function wordOf(one: Way): string {
  if (one.way === "mail") return words("mail", { mail: one.mail ?? "" });
  return words(one.here ? "chat.here" : "chat.away");
}

function hintOf(one: Way): string | null {
  if (one.way === "mail") return one.proven ? words("mail.how") : words("mail.unproven");
  return one.here ? null : words("chat.awayHow");
}

function refusalWords({ code }: Refusal): string {
  return words(code === "at_limit" ? "refused.at_limit" : code === "banned" ? "refused.banned" : "refused.other");
}
