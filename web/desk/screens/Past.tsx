import { useMemo } from "preact/hooks";
import type { DeskView } from "../../core/fold.ts";
import { linesOf } from "../model/lines.ts";
import { useDesk } from "../state/desk.ts";
import { say, speech } from "../state/settings.ts";
import { FactsLine } from "./FactsLine.tsx";
import { channelName } from "./names.ts";
import { SaidLine } from "./SaidLine.tsx";

/** The person's talks before this one, each under a line that says which it was. */
export function Past({ whole, earlier }: { whole: boolean; earlier: boolean }) {
  const { story } = useDesk();
  const state = story.state.value;
  if (!whole) return null;
  return (
    <>
      {state === "end" || !earlier
        ? <p class="fact">{say(story.talks.value.length > 0 ? "past.first" : "talk.start")}</p>
        : (
          <button type="button" class="btn btn-plain log-more" disabled={state === "loading"} onClick={() => void story.more()} data-testid="past-more">
            {say(state === "loading" ? "past.loading" : state === "failed" ? "past.failed" : "past.more")}
          </button>
        )}
      {story.talks.value.map((view) => <OneTalk key={view.state.conv} view={view} />)}
      {story.talks.value.length > 0 && <p class="past-line" data-testid="past-now"><span>{say("past.now")}</span></p>}
    </>
  );
}

function OneTalk({ view }: { view: DeskView }) {
  const { now } = useDesk();
  const { state } = view;
  const lines = useMemo(() => linesOf(view.items), [view.items]);
  const title = [say("past.talk", { no: String(state.no) }), speech.value.day(state.created, now.value), channelName(state.channel), state.topic].filter(Boolean).join(" · ");
  return (
    <section class="past" aria-label={title} data-testid="past" data-conv={state.conv}>
      <p class="past-line"><span>{title}</span></p>
      {lines.map((line) => line.kind === "facts" ? <FactsLine key={line.key} items={line.items} />
        : line.kind === "said"
          ? <SaidLine key={line.key} old item={line.item} state={state} read={false} got={false} quoted={line.item.quote === null ? undefined : view.items.find((one) => one.n === line.item.quote)} />
          : line.kind === "day" ? <p key={line.key} class="day">{speech.value.day(line.at, now.value)}</p> : null)}
    </section>
  );
}
