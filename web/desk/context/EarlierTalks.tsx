import { Pill } from "../../ui/Pill.tsx";
import { isGood, scoreWords } from "../model/score.ts";
import { channelName } from "../screens/names.ts";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { say, speech } from "../state/settings.ts";
import type { Earlier } from "./useContext.ts";
import { words } from "./words.ts";

/** What the person has talked about with us before: when, with whom, and how it was rated. */
export function EarlierTalks({ talks, more }: { talks: readonly Earlier[]; more: boolean }) {
  if (talks.length === 0) return null;
  return (
    <div class="card" data-testid="earlier">
      <h3>{words("earlier.title")}</h3>
      <ul class="earlier">{talks.map((one) => <li key={one.conv}><OneTalk talk={one} /></li>)}</ul>
      {more && <p class="quiet">{words("earlier.more")}</p>}
    </div>
  );
}

function OneTalk({ talk }: { talk: Earlier }) {
  const { now } = useDesk();
  const day = speech.value.day(talk.at, now.value);
  const about = [day, talk.who ?? words("earlier.nobody"), channelName(talk.channel)];
  const open = talk.status === "open" ? words("earlier.open.now") : talk.status === "snoozed" ? words("earlier.aside") : null;
  return (
    <button type="button" class="earlier-talk" title={words("earlier.open", { no: String(talk.no) })} onClick={() => go({ screen: "talk", conv: talk.conv })} data-testid="earlier-talk" data-conv={talk.conv}>
      <span class="earlier-first">
        <strong dir="auto">{talk.topic ?? (talk.text || words("earlier.noTopic"))}</strong>
        {open && <Pill tone="wait">{open}</Pill>}
        {talk.rated && <Pill tone={isGood(talk.rated) ? "good" : "late"}>{scoreWords(talk.rated, say)}</Pill>}
      </span>
      <span class="quiet">{about.join(" · ")}</span>
    </button>
  );
}
