import { Button } from "../../ui/Button.tsx";
import { errorSentence } from "../model/errors.ts";
import { useDesk } from "../state/desk.ts";
import type { Later } from "../state/later.ts";
import { say, speech } from "../state/settings.ts";
import { unplan } from "../state/writing.ts";
import { focusBox } from "./focus.ts";
import { Words } from "./Words.tsx";

/** A reply that goes at a time, or did not go then and says why. */
export function LaterLine({ later }: { later: Later }) {
  const desk = useDesk();
  const stopped = later.state === "stopped";
  const when = `${speech.value.day(later.at, desk.now.value)}, ${speech.value.clock(later.at)}`;
  return (
    <div class="m-line m-line-ours" data-testid="later" data-state={later.state} data-kind="message">
      <div class={`m m-ours m-later ${stopped ? "m-failed" : "m-waits"}`}>
        {later.text !== "" && <Words text={later.text} marks />}
        {later.files.length > 0 && <small>{say("file.some", { count: later.files.length })}</small>}
        {stopped
          ? <small class="m-trouble" role="alert">{say("later.stopped", { when })} · {errorSentence({ code: later.reason ?? "unavailable" }, say)}</small>
          : <small>{say("later.goes", { when })}</small>}
        <div class="m-fix">
          <Button onClick={() => void desk.laters.now(later.id, desk.talk.seen())} data-testid="later-now">{say(stopped ? "stale.send" : "held.now")}</Button>
          <Button look="quiet" onClick={() => void unplan(desk, later).then(focusBox)} data-testid="later-edit">{say("said.drop")}</Button>
        </div>
      </div>
    </div>
  );
}
