import { Button, IconButton } from "../../ui/Button.tsx";
import type { DeskState } from "../../core/protocol.ts";
import { Marks } from "../actions/Marks.tsx";
import { MoreMenu } from "../actions/MoreMenu.tsx";
import { formerHolder } from "../beside/beside.ts";
import { Others } from "../beside/Others.tsx";
import { allowedIn, modesOf } from "../model/allowed.ts";
import { SHOWN } from "../model/keys.ts";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { asked, finding } from "../state/dialogs.ts";
import { PartBar } from "../parts/PartBar.tsx";
import { go, goUp, place } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { Composer } from "./Composer.tsx";
import { LogPane } from "./LogPane.tsx";
import { isAlone, openAlone } from "./alone.ts";
import { channelName, holderName, nameOf } from "./names.ts";

/** The conversation: who it is with, what was said, what can be done, what is being written. */
export function TalkColumn() {
  const { talk, me } = useDesk();
  const view = talk.view.value;
  const writes = may(me, "talks.write");
  return (
    <section class="talk" id="talk" tabIndex={-1} aria-label={say("talk.label")} data-testid="talk" data-state={talk.state.value}>
      {talk.state.value === "none" && <Empty title={say("empty.talk")} how={say("empty.talkHow")} />}
      {talk.state.value === "gone" && <><BackOnly /><Empty title={say("talk.gone")} how={say("talk.goneHow")} /></>}
      {talk.state.value === "opening" && <><BackOnly /><p class="empty" role="status">{say("talk.loading")}</p></>}
      {talk.state.value === "open" && view && (
        <>
          <Head state={view.state} />
          {writes && <Acts state={view.state} />}
          <div class="talk-bars"><Marks state={view.state} /><PartBar state={view.state} /></div>
          <LogPane key={view.state.conv} view={view} />
          {view.state.part_of ? null : modesOf(me).length > 0 ? <Composer key={`box-${view.state.conv}`} state={view.state} /> : <p class="box-wrap quiet" data-testid="reads-only">{say("box.readsOnly")}</p>}
        </>
      )}
    </section>
  );
}

function Empty({ title, how }: { title: string; how: string }) {
  return <div class="empty empty-talk"><strong>{title}</strong><p>{how}</p></div>;
}

function BackOnly() {
  return <header class="talk-head phone"><IconButton icon="back" label={say("talk.back")} onClick={goUp} /></header>;
}

function Head({ state }: { state: DeskState }) {
  const { me } = useDesk();
  const parts = [
    channelName(state.channel),
    state.topic ? say("talk.topic", { topic: state.topic }) : null,
    say("talk.case", { no: String(state.no) }),
    state.status === "resolved" ? say("talk.resolved") : holderName(state.holder, me.id),
  ];
  return (
    <header class="talk-head">
      <span class="phone"><IconButton icon="back" label={say("talk.back")} onClick={goUp} data-testid="back" /></span>
      <div>
        <h2 data-testid="talk-name" title={nameOf(state)}>{nameOf(state)}</h2>
        <p class="quiet" data-testid="talk-about">{parts.filter(Boolean).join(" · ")}</p>
        <Others state={state} />
      </div>
      <IconButton icon="find" label={say("find.open")} onClick={() => (finding.value = !finding.value)} data-testid="find-open" />
      {!isAlone && <span class="wide"><IconButton icon="window" label={say("talk.alone")} aria-keyshortcuts={SHOWN.window} onClick={() => openAlone(state.conv)} data-testid="alone" /></span>}
      <span class="phone">
        <IconButton icon="person" label={say("talk.who")} data-testid="to-side" onClick={() => go({ screen: "side", conv: place.value.conv })} />
      </span>
    </header>
  );
}

function Acts({ state }: { state: DeskState }) {
  const { acts, me, talk } = useDesk();
  const former = formerHolder(talk.view.value?.items ?? [], state, me.id);
  const can = allowedIn(state, me);
  const busy = acts.busy.value;
  const { conv } = state;
  return (
    <div class="talk-acts" role="group" aria-label={say("act.label")}>
      {can.transfer && (
        <Button kbd={SHOWN.transfer} data-testid="transfer" onClick={() => (asked.value = { kind: "transfer", conv })}>{say("act.transfer")}</Button>
      )}
      {can.resolve && (
        <Button kbd={SHOWN.resolve} look={can.take ? "plain" : "main"} busy={busy.has("resolve")} data-testid="resolve" onClick={() => void acts.resolve(conv, nameOf(state))}>
          {say("act.resolve")}
        </Button>
      )}
      {can.take && (
        <Button kbd={SHOWN.take} look="main" busy={busy.has("take")} data-testid="take" onClick={() => void acts.take(conv)}>{say("act.take")}</Button>
      )}
      {former && can.transfer && (
        <Button data-testid="give-back" onClick={() => void acts.handBack(conv, former)}>{say("act.giveBack", { name: former.name })}</Button>
      )}
      {can.over && (
        <Button kbd={SHOWN.over} data-testid="over" onClick={() => (asked.value = { kind: "over", conv })}>{say("act.over")}</Button>
      )}
      {can.reopen && (
        <Button kbd={SHOWN.reopen} look="main" busy={busy.has("reopen")} data-testid="reopen" onClick={() => void acts.reopen(conv)}>{say("act.reopen")}</Button>
      )}
      <MoreMenu state={state} />
    </div>
  );
}
