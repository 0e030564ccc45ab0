import { useState } from "preact/hooks";
import type { FloorPerson, FloorTalk } from "../../core/protocol-floor.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { LoadDots } from "../screens/LoadDots.tsx";
import type { State } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { stateName } from "../state/named.ts";
import { useFloor } from "./context.ts";
import { inHands } from "./model.ts";
import { isOver } from "./moving.ts";
import { since, words } from "./say.ts";
import { TalkChip } from "./TalkChip.tsx";

/** So many cards are drawn at first: a floor of a thousand stays quick. */
const FIRST = 60;
const TALKS = 8;

/** Everybody on the floor: what they do since when, what they carry, whom they talk to. */
export function People({ people }: { people: readonly FloorPerson[] }) {
  const { floor } = useFloor();
  const [most, setMost] = useState(FIRST);
  const [here, away] = [people.filter((one) => one.here), people.filter((one) => !one.here)];
  const hands = inHands(floor.board.value);
  // Whoever has gone with chats in hand stays in sight.
  const shown = [...here, ...away.filter((one) => (hands.get(one.id)?.length ?? 0) > 0)];
  const rest = away.filter((one) => (hands.get(one.id)?.length ?? 0) === 0);
  return (
    <section class="floor-people" aria-label={words("people")} data-testid="floor-people">
      {shown.length === 0 && <p class="empty">{words("people.none")}</p>}
      <ul class="floor-cards">{shown.slice(0, most).map((one) => <li key={one.id}><Card one={one} talks={hands.get(one.id) ?? []} /></li>)}</ul>
      {shown.length > most && <div><Button onClick={() => setMost(most + FIRST * 2)}>{words("more", { count: shown.length - most })}</Button></div>}
      {rest.length > 0 && (
        <details class="floor-rest">
          <summary>{words("people.away", { count: rest.length })}</summary>
          <ul class="floor-cards">{rest.slice(0, most).map((one) => <li key={one.id}><Card one={one} talks={[]} /></li>)}</ul>
        </details>
      )}
    </section>
  );
}

function Card({ one, talks }: { one: FloorPerson; talks: readonly FloorTalk[] }) {
  const { now } = useDesk();
  const { moving, open } = useFloor();
  const [load, limit] = [one.load / 100, Math.round(one.limit / 100)];
  const target = { kind: "person", id: one.id } as const;
  const state = one.here ? stateName(one.state as State, one.named) : words("offline");
  return (
    <article class="floor-card" data-drop={one.line ? `person ${one.id}` : undefined} data-over={isOver(moving.grab.value, target)} data-here={one.here} data-testid="floor-person" data-operator={one.id} data-state={one.here ? one.state : "offline"} aria-label={one.name}>
      <button type="button" class="floor-who" onClick={() => open({ kind: "person", id: one.id })} data-testid="floor-who">
        <Avatar name={one.name} online={one.here} picture={one.picture} />
        <span>
          <strong>{one.name}</strong>
          <span class="quiet"><i class="state-dot" data-state={one.here ? one.state : "offline"} aria-hidden="true" /> {state} · {since(now.value - one.since)}{one.comment && ` · ${one.comment}`}</span>
        </span>
        {one.line && (
          <span class="floor-load" data-full={one.load >= one.limit} data-testid="floor-load">
            {words("load", { load: Number(load.toFixed(1)), limit })}
            {limit <= 6 && <LoadDots load={Math.round(load)} limit={limit} />}
          </span>
        )}
      </button>
      {talks.length > 0 && <ul class="floor-talks">{talks.slice(0, TALKS).map((talk) => <li key={talk.conv}><TalkChip talk={talk} /></li>)}</ul>}
      {talks.length > TALKS && <p class="quiet floor-and">{words("and", { count: talks.length - TALKS })}</p>}
    </article>
  );
}
