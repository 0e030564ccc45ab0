import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Frame } from "../settings/Frame.tsx";
import { say } from "../settings/say.ts";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { muted, toggleSound } from "./notice.ts";
import { NOTICE, SOUNDS, type NoticeChange, type NoticeRules } from "./rules.ts";
import { play } from "./sound.ts";
import { Waking } from "./Waking.tsx";
import { words } from "./words.ts";

const AGAIN = [0, 10, 20, 60] as const;

/** How a person is called to the desk. Every choice is kept as it is made. */
export default function NoticePage() {
  const { me, preferences } = useDesk();
  const rules: NoticeRules = preferences.value.value.notice ?? NOTICE;
  const change = (part: NoticeChange): void => void preferences.change({ notice: part });
  return (
    <Frame title={say("page.notice")} about={words("how")}>
      <fieldset class="set-part choice">
        <legend>{words("sound")}</legend>
        {SOUNDS.map((one) => (
          <label key={one}>
            <input type="radio" name="sound" checked={rules.sound === one} data-testid={`sound-${one}`} onChange={() => { change({ sound: one }); void play(one); }} />
            <span>{words(`sound.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <div class="set-part">
        <label><input type="checkbox" checked={muted.value} onChange={toggleSound} data-testid="sound-muted" /> {words("mute")}</label>
        <div><Button data-testid="sound-try" disabled={rules.sound === "none"} onClick={() => void play(rules.sound)}>{words("try")}</Button></div>
      </div>
      <fieldset class="set-part choice">
        <legend>{words("again")}</legend>
        {AGAIN.map((seconds) => (
          <label key={seconds}>
            <input type="radio" name="again" checked={rules.again === seconds} data-testid={`again-${seconds}`} onChange={() => change({ again: seconds })} />
            <span>{seconds === 0 ? words("again.none") : words("again.some", { count: seconds })}</span>
          </label>
        ))}
      </fieldset>
      {may(me, "talks.write") && <fieldset class="set-part choice">
        <legend>{words("scope")}</legend>
        {(["queue", "mine"] as const).map((one) => (
          <label key={one}>
            <input type="radio" name="scope" checked={rules.scope === one} data-testid={`scope-${one}`} onChange={() => change({ scope: one })} />
            <span>{words(`scope.${one}`)}</span>
          </label>
        ))}
      </fieldset>}
      <fieldset class="set-part choice">
        <legend>{words("quiet")}</legend>
        <p class="quiet">{words("quiet.how")}</p>
        {(["from", "to"] as const).map((end) => (
          <label key={end}>
            <span>{words(`quiet.${end}`)}</span>
            <input type="time" class="select quiet-time" value={rules.quiet[end]} data-testid={`quiet-${end}`}
              onChange={(event) => event.currentTarget.value && change({ quiet: { [end]: event.currentTarget.value } })} />
          </label>
        ))}
      </fieldset>
      <Notes rules={rules} change={change} />
      <Waking />
    </Frame>
  );
}

function Notes({ rules, change }: { rules: NoticeRules; change: (part: NoticeChange) => void }) {
  const [state, setState] = useState(() => (typeof Notification === "undefined" ? "none" : Notification.permission));
  return (
    <div class="set-part">
      <h3>{words("note")}</h3>
      {state === "none" && <p>{words("note.none")}</p>}
      {state === "granted" && <p data-testid="note-on">{words("note.on")}</p>}
      {state === "denied" && <p data-testid="note-off">{words("note.off")}</p>}
      {state === "default" && <div><Button data-testid="note-ask" onClick={() => void Notification.requestPermission().then(setState)}>{words("note.ask")}</Button></div>}
      <label><input type="checkbox" checked={rules.words} data-testid="note-words" onChange={() => change({ words: !rules.words })} /> {words("note.words")}</label>
    </div>
  );
}
