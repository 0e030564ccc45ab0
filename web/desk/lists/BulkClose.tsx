import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Field } from "../../ui/Field.tsx";
import { Choice, type Closing } from "../actions/CloseForm.tsx";
import { Ends } from "../actions/Forms.tsx";
import { words as actWords } from "../actions/words.ts";
import { ask, field } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { words } from "./say.ts";

/** Talks whose sites ask the same. */
interface Asks { talks: readonly string[]; site: string; closing: Closing }
interface Given { topic: string; fields: Record<string, string> }
const NOTHING: Given = { topic: "", fields: {} };

/** Resolving several talks: what their sites ask is asked once for all talks of a site. */
export function BulkClose({ convs, onDone }: { convs: readonly string[]; onDone: () => void }) {
  const { tools, list } = useDesk();
  const [asks, setAsks] = useState<readonly Asks[] | "asking" | "failed">("asking");
  const [given, setGiven] = useState<Record<number, Given>>({});
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  useEffect(() => {
    void ask("GET", `/api/closing?talks=${convs.map(encodeURIComponent).join(",")}`)
      .then((answer) => setAsks(answer.status === 200 ? (field(answer.body, "asks") as Asks[]) : "failed"), () => setAsks("failed"));
  }, []);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("select, input")?.focus(), [asks]);
  if (asks === "asking") return <p class="quiet" role="status">…</p>;
  if (asks === "failed") return <p class="field-error" role="alert">{actWords("failed")}</p>;
  const all = asks;
  const topics = new Map(list.rows.peek().open);
  const hasTopic = ({ talks }: Asks): boolean => talks.every((conv) => topics.get(conv)?.topic);
  const of = (at: number): Given => given[at] ?? NOTHING;
  const complete = all.every((one, at) => (!one.closing.topic || of(at).topic !== "" || hasTopic(one))
    && one.closing.fields.every((asked) => !asked.required || of(at).fields[asked.key]?.trim()));
  function submit(event: Event): void {
    event.preventDefault();
    setTried(true);
    if (!complete) return;
    onDone();
    void tools.bulk.resolve(convs, reason.trim(), (conv) => {
      const at = all.findIndex((one) => one.talks.includes(conv));
      const { topic, fields } = of(at);
      const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
      return { ...(topic ? { topic } : {}), ...(Object.keys(said).length > 0 ? { fields: said } : {}) };
    });
  }
  return (
    <form ref={form} class="form" onSubmit={submit} data-testid="bulk-form" noValidate>
      {all.map((one, at) => (one.closing.topics.length > 0 && one.closing.topic) || one.closing.fields.length > 0
        ? <SiteAsks key={at} asks={one} given={of(at)} tried={tried} hasTopic={hasTopic(one)} onGiven={(next) => setGiven({ ...given, [at]: next })} /> : null)}
      <Field label={actWords("close.reason")} value={reason} maxLength={500} onValue={setReason} data-testid="bulk-reason" />
      <Ends onDone={onDone} word={words("bulk.resolveDo", { count: convs.length })} />
    </form>
  );
}

interface SiteProps { asks: Asks; given: Given; tried: boolean; hasTopic: boolean; onGiven: (given: Given) => void }

function SiteAsks({ asks: { talks, site, closing }, given, tried, hasTopic, onGiven }: SiteProps) {
  const lacks = (value: string, needed: boolean) => (tried && needed && !value.trim() ? { error: actWords("close.needed") } : {});
  const put = (key: string) => (value: string): void => onGiven({ ...given, fields: { ...given.fields, [key]: value } });
  return (
    <fieldset class="bulk-site" data-testid="bulk-site">
      <legend>{words("bulk.site", { site, count: talks.length })}</legend>
      {closing.topic && closing.topics.length > 0 && (
        <Choice label={actWords("close.topic")} value={given.topic} choices={closing.topics} testid="bulk-topic" onValue={(topic) => onGiven({ ...given, topic })}
          {...lacks(given.topic, !hasTopic)} />
      )}
      {closing.fields.map((one) => one.choices.length > 0
        ? <Choice key={one.key} label={one.label} value={given.fields[one.key] ?? ""} choices={one.choices} testid={`bulk-${one.key}`} onValue={put(one.key)}
            {...lacks(given.fields[one.key] ?? "", one.required)} />
        : <Field key={one.key} label={one.label} value={given.fields[one.key] ?? ""} maxLength={200} data-testid={`bulk-${one.key}`} onValue={put(one.key)}
            {...lacks(given.fields[one.key] ?? "", one.required)} />)}
    </fieldset>
  );
}
