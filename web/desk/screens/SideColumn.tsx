import { Avatar } from "../../ui/Avatar.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Pill } from "../../ui/Pill.tsx";
import type { DeskState } from "../../core/protocol.ts";
import { Banned, Beside } from "../context/Beside.tsx";
import { EarlierTalks } from "../context/EarlierTalks.tsx";
import { Here } from "../context/Here.tsx";
import { Slot } from "../context/Slot.tsx";
import { useBeside } from "../context/useContext.ts";
import { words } from "../context/words.ts";
import { ManagerLine } from "../manager/ManagerLine.tsx";
import { isGood, scoreWords } from "../model/score.ts";
import { useDesk } from "../state/desk.ts";
import { may } from "../state/api.ts";
import { asked } from "../state/dialogs.ts";
import { goUp } from "../state/place.ts";
import { say, speech } from "../state/settings.ts";
import { About, Proof } from "./About.tsx";
import { Began } from "./Began.tsx";
import { SaveTalk } from "./SaveTalk.tsx";
import { useCard } from "./useCard.ts";
import { channelName, holderName, nameOf } from "./names.ts";

/** Who the visitor is, as far as we know; what we do not know is said, not drawn. */
export function SideColumn() {
  const { talk } = useDesk();
  const state = talk.view.value?.state;
  return (
    <section class="side" aria-label={say("side.label")} data-testid="side" tabIndex={-1}>
      <header class="phone">
        <IconButton icon="back" label={say("side.back")} onClick={goUp} data-testid="side-back" />
        <h2>{say("side.label")}</h2>
      </header>
      {state ? <Cards state={state} /> : <p class="quiet">{say("side.none")}</p>}
    </section>
  );
}

function Cards({ state }: { state: DeskState }) {
  const { me, now, status } = useDesk();
  const card = useCard(state.conv);
  const known = useBeside(state.conv, state.contact, state.status, status.value === "live");
  const held = state.status === "resolved" ? say("talk.resolved") : state.status === "snoozed" ? say("talk.snoozed") : holderName(state.holder, me.id);
  return (
    <>
      <div class="card">
        <div class="who">
          <Avatar name={state.contact.name ?? ""} size={44} />
          <div>
            <strong data-testid="side-name">{nameOf(state)}</strong>
            <p class="quiet">{channelName(state.channel)}</p>
            <Proof contact={state.contact} />
            {state.status !== "resolved" && !state.part_of && <Here conv={state.conv} />}
          </div>
        </div>
        {state.status === "resolved" && may(me, "talks.write") && !known.beside?.bans.length && (
          <div class="first-do"><Button icon="pencil" onClick={() => (asked.value = { kind: "first", conv: state.conv })} data-testid="first">{words("first.do")}</Button></div>
        )}
        {known.beside && <Banned bans={known.beside.bans} again={known.again} />}
        <dl class="kv">
          <dt>{say("side.case")}</dt><dd data-testid="side-case">{String(state.no)}</dd>
          <dt>{say("side.channel")}</dt><dd>{state.channel.name || channelName(state.channel)}</dd>
          <dt>{say("side.created")}</dt><dd>{speech.value.day(state.created, now.value)}, {speech.value.clock(state.created)}</dd>
          <dt>{say("side.topic")}</dt><dd>{state.topic ?? say("side.noTopic")}</dd>
          <dt>{say("side.status")}</dt><dd>{held}</dd>
          <ManagerLine key={state.conv} conv={state.conv} holder={state.holder.id} />
        </dl>
      </div>
      <Slot name="suggestions" state={state} />
      {known.beside && <EarlierTalks talks={known.beside.earlier} more={known.beside.more} />}
      <Began state={state} />
      <div class="card">
        <h3>{say("side.rating")}</h3>
        {state.rated ? <Rated rated={state.rated} /> : <p class="quiet">{say(state.status === "resolved" ? "side.unrated" : "side.noRating")}</p>}
      </div>
      <div class="card">
        <h3>{say("side.known")}</h3>
        <About conv={state.conv} contact={state.contact} card={card} />
      </div>
      <Slot name="crm" state={state} />
      <Beside state={state} known={known} />
      <Slot name="guides" state={state} />
      <SaveTalk />
    </>
  );
}

function Rated({ rated }: { rated: NonNullable<DeskState["rated"]> }) {
  return (
    <div data-testid="side-rating">
      <Pill tone={isGood(rated) ? "good" : "late"}>{scoreWords(rated, say)}</Pill>
      {rated.comment && <p dir="auto">{rated.comment}</p>}
    </div>
  );
}
