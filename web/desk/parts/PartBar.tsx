import { useEffect } from "preact/hooks";
import type { DeskState, TalkPart } from "../../core/protocol-desk.ts";
import { Button } from "../../ui/Button.tsx";
import { seesTeam } from "../model/allowed.ts";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { asked } from "../state/dialogs.ts";
import { go } from "../state/place.ts";
import { words } from "./words.ts";
import "./parts.css";

/** Under the head of a talk: which parts of it are with other teams, with what can be done about each; of a part, where its talk is. */
export function PartBar({ state }: { state: DeskState }) {
  const parts = state.parts ?? [];
  if (state.part_of) return <Of state={state} whole={state.part_of} />;
  if (parts.length === 0) return null;
  return <ul class="parts" aria-label={words("bar")} data-testid="parts">{parts.map((one) => <One key={one.conv} state={state} part={one} />)}</ul>;
}

function One({ state, part: { conv: part, topic } }: { state: DeskState; part: TalkPart }) {
  const { acts, me, talk } = useDesk();
  const { conv } = state;
  const there = state.guests?.find((one) => one.part === part);
  const mine = there?.id === me.id;
  const gave = !mine && may(me, "talks.write") && seesTeam(state.team, me) && (state.holder.kind !== "operator" || state.holder.id === me.id || may(me, "talks.lead"));
  const line = talk.view.value?.items.find((one) => one.fact?.part === part && one.fact.how === "begun")?.fact?.lines?.[0];
  const end = (how: "done" | "back"): void => void (asked.value = { kind: "part_end", conv: how === "back" ? conv : part, part, topic, how });
  return (
    <li class="part" data-testid="part" data-part={part} data-mine={mine}>
      <span dir="auto">{mine ? words("mine", { topic }) : there ? words("with", { topic, name: there.name }) : words("waits", { topic })}</span>
      <span class="part-acts">
        {line !== undefined && <Button data-testid="part-see" onClick={() => talk.goTo(conv, line)}>{words("see")}</Button>}
        {mine && <Button data-testid="part-queue" busy={acts.busy.value.has("transfer")} onClick={() => void acts.run({ t: "transfer", conv: part, to: null, reason: "" })}>{words("queue")}</Button>}
        {mine && <Button look="main" data-testid="part-done" onClick={() => end("done")}>{words("done")}</Button>}
        {gave && <Button data-testid="part-back" onClick={() => end("back")}>{words("take")}</Button>}
      </span>
    </li>
  );
}

/** A part by itself: whoever has it goes to its talk as soon as that is hers to see. */
function Of({ state, whole }: { state: DeskState; whole: string }) {
  const { list, me } = useDesk();
  const open = state.status !== "resolved";
  const mine = open && state.holder.id === me.id;
  const inside = mine && (list.rows.value.open.get(whole)?.guests ?? []).some((one) => one.id === me.id);
  const topic = state.topic ?? "";
  useEffect(() => { if (inside) go({ screen: "talk", conv: whole }); }, [inside, whole]);
  return (
    <div class="parts part part-of" data-testid="part-of">
      <span dir="auto"><strong>{words("of", { no: String(state.no), topic })}</strong> {words(open ? "of.how" : "of.over")}</span>
      <span class="part-acts">
        {open && !mine && state.holder.kind === "queue" && may(me, "talks.write") && (
          <Button data-testid="part-refuse" onClick={() => (asked.value = { kind: "part_end", conv: state.conv, part: state.conv, topic, how: "refused" })}>{words("refuse")}</Button>
        )}
        {mine && <Button look="main" data-testid="part-open" onClick={() => go({ screen: "talk", conv: whole })}>{words("of.open")}</Button>}
      </span>
    </div>
  );
}
