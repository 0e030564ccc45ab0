import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Inputs.tsx";
import { Ends } from "../actions/Forms.tsx";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { toInbox } from "../state/place.ts";
import { toast } from "../state/toasts.ts";
import type { Refusal } from "../settings/requests.ts";
import { addView, changeView, countView, oneView } from "./api.ts";
import { GroupField } from "./GroupField.tsx";
import { words } from "./say.ts";
import { summary } from "./summary.ts";
import { firstBlank, groupOf, treeOf, type Group, type Path } from "./tree.ts";
import { counted, ORDERS, type Content, type Scope, type View } from "./types.ts";
import { useNames } from "./useNames.ts";

/** A pause (ms) after which what has been written is counted. */
const PAUSE = 400;
const FRESH: Content = { name: "", scope: "own", team: null, of: "open", days: 30, order: "urgent", filter: { is: "all", of: [] } };

interface Wrong { name?: string; filter?: string; at: Path | null }

/** One view: its name, whose it is, which talks and in what order, the tree of conditions; with what it says and how many there are. */
export function ViewForm({ view, onDone }: { view: View | null; onDone: () => void }) {
  const { tools: { views } } = useDesk();
  const names = useNames();
  const [base, setBase] = useState<View | null>(view);
  const [content, setContent] = useState<Content>(view ?? FRESH);
  const [group, setGroup] = useState<Group>(() => groupOf((view ?? FRESH).filter));
  const [wrong, setWrong] = useState<Wrong>({ at: null });
  const [clash, setClash] = useState<View | null>(null);
  const [busy, setBusy] = useState(false);
  const whole: Content = { ...content, filter: treeOf(group) };
  const change = (part: Partial<Content>): void => { setContent({ ...content, ...part }); setWrong({ at: null }); };

  async function save(event: Event, onTop: View | null = base): Promise<void> {
    event.preventDefault();
    if (!whole.name.trim()) return setWrong({ name: words("view.nameNeeded"), at: null });
    const blank = firstBlank(group);
    if (blank) return setWrong({ filter: words("view.valueNeeded"), at: blank });
    setBusy(true);
    const answer = onTop ? await changeView(onTop.id, whole, onTop.version) : await addView(whole);
    setBusy(false);
    if (!answer.ok) return refused(answer.refusal);
    await views.load();
    onDone();
    toInbox();
    void views.show(answer.body);
    toast(words("view.saved", { name: answer.body.name }), base && onTop ? { undo: () => void undo(base, answer.body.version) } : {});
  }
  async function undo(before: View, version: number): Promise<void> {
    const answer = await changeView(before.id, before, version);
    toast(words(answer.ok ? "view.undone" : "view.undoLate"), answer.ok ? {} : { tone: "late" });
    await views.load();
  }
  async function refused(refusal: Refusal): Promise<void> {
    if (refusal.status === 412 && base) {
      const theirs = await oneView(base.id);
      if (theirs.ok) return setClash(theirs.body);
    }
    if (refusal.pointer === "/name") return setWrong({ name: words("view.nameWrong"), at: null });
    if (refusal.pointer.startsWith("/filter")) return setWrong({ filter: words(refusal.code === "filter_too_deep" || refusal.code === "filter_too_large" ? "view.tooMuch" : "view.wrong"), at: null });
    toast(words(refusal.status === 403 ? "view.notYours" : refusal.code === "too_many" ? "view.tooMany" : refusal.status === 404 ? "view.gone" : "view.failed"), { tone: "late" });
  }
  function takeTheirs(theirs: View): void {
    setBase(theirs);
    setContent(theirs);
    setGroup(groupOf(theirs.filter));
    setClash(null);
  }

  if (clash) {
    return (
      <section class="form" data-testid="view-clash">
        <p>{words("clash.how")}</p>
        <p><strong>{words("clash.theirs")}</strong> {clash.name} — {summary(clash, names)}</p>
        <p><strong>{words("clash.mine")}</strong> {whole.name} — {summary(whole, names)}</p>
        <div class="dlg-acts">
          <Button onClick={() => takeTheirs(clash)} data-testid="clash-take">{words("clash.take")}</Button>
          <Button look="main" onClick={(event) => { setClash(null); void save(event, clash); }} data-testid="clash-keep">{words("clash.keep")}</Button>
        </div>
      </section>
    );
  }
  return (
    <form class="form" onSubmit={(event) => void save(event)} data-testid="view-form" noValidate>
      <Field label={words("view.name")} value={content.name} maxLength={60} autofocus={view === null} data-testid="view-name" onValue={(name) => change({ name })} {...(wrong.name ? { error: wrong.name } : {})} />
      <Whose content={content} onChange={change} />
      <div class="view-pair">
        <Select label={words("view.of")} value={content.of} onValue={(of) => change({ of })} options={[["open", words("of.open")], ["resolved", words("of.resolved")]]} data-testid="view-of" />
        {content.of === "open"
          ? <Select label={words("view.order")} value={content.order} onValue={(order) => change({ order })} options={ORDERS.map((one) => [one, words(`order.${one}`)] as const)} data-testid="view-order" />
          : <Field label={words("view.days")} type="number" min={1} max={365} value={String(content.days)} data-testid="view-days"
              onValue={(days) => change({ days: Math.min(365, Math.max(1, Math.round(Number(days)) || 1)) })} />}
      </div>
      <GroupField group={group} path={[]} whole={group} names={names} wrong={wrong.at} onWhole={(next) => { setGroup(next); setWrong({ at: null }); }} />
      {wrong.filter && <p class="field-error" role="alert">{wrong.filter}</p>}
      <Says content={whole} names={names} />
      <Ends onDone={onDone} word={words("view.save")} busy={busy} />
    </form>
  );
}

function Whose({ content, onChange }: { content: Content; onChange: (part: Partial<Content>) => void }) {
  const { me } = useDesk();
  const names = useNames();
  if (!may(me, "views.share")) return content.scope === "own" ? null : <p class="quiet">{words("scope.shared")}</p>;
  const options: (readonly [string, string])[] = [
    ["own", words("scope.own")], ...[...names.teams].map(([id, name]) => [`team ${id}`, words("scope.ofTeam", { name })] as const), ["all", words("scope.all")],
  ];
  const value = content.scope === "team" ? `team ${content.team ?? 0}` : content.scope;
  return <Select label={words("view.scope")} value={value} options={options} data-testid="view-scope" onValue={(next) => {
    const [scope, id] = next.split(" ");
    onChange({ scope: scope as Scope, team: id === undefined ? null : Number(id) });
  }} />;
}

/** What it says in words, and how many talks that are now. */
function Says({ content, names }: { content: Content; names: ReturnType<typeof useNames> }) {
  const [count, setCount] = useState<number | null>(null);
  const asked = JSON.stringify([content.of, content.days, content.filter]);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => void countView(content).then((answer) => wanted && setCount(answer.ok ? answer.body.count : null)), PAUSE);
    return () => { wanted = false; clearTimeout(timer); };
  }, [asked]);
  return (
    <p class="view-says" data-testid="view-says">
      <span data-testid="view-summary">{summary(content, names)}</span> <span class="quiet" role="status" data-testid="view-count">{words("view.count", { shown: counted(count), count: count ?? 0 })}</span>
    </p>
  );
}
