import type { Pending } from "../../core/outbox.ts";
import { Button } from "../../ui/Button.tsx";
import { errorSentence } from "../model/errors.ts";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { Words } from "./Words.tsx";

/** Own words that do not stand in the log yet: on their way, waiting for the line, or refused with a way on. */
export function EchoLine({ word }: { word: Pending }) {
  const { command, state, code } = word;
  if (command.t !== "send" && command.t !== "note") return null;
  const failed = state === "failed";
  const voice = command.t === "note" ? "m-note" : "m-ours";
  return (
    <div class="m-line m-line-ours" data-testid="echo" data-state={state} data-kind={command.t === "note" ? "note" : "message"}>
      <div class={`m ${voice} ${failed ? "m-failed" : "m-waits"}`}>
        {command.text !== "" && <Words text={command.text} marks />}
        {command.t === "send" && command.files && <small>{say("file.some", { count: command.files.length })}</small>}
        {failed ? <Trouble word={word} code={code ?? "unavailable"} /> : <Under state={state} />}
      </div>
    </div>
  );
}

function Under({ state }: { state: Pending["state"] }) {
  const { status } = useDesk();
  return <small>{say(status.value === "live" || state === "acked" ? "said.sending" : "said.queued")}</small>;
}

function Trouble({ word, code }: { word: Pending; code: string }) {
  const { acts } = useDesk();
  const stale = code === "stale";
  return (
    <>
      <small class="m-trouble" role="alert">{say("said.failed")} · {errorSentence({ code }, say)}</small>
      <div class="m-fix">
        <Button data-testid="again" onClick={() => acts.again(word)}>{say(stale ? "stale.send" : "said.again")}</Button>
        <Button look="quiet" data-testid="give-back" onClick={() => acts.giveBack(word)}>{say("said.drop")}</Button>
      </div>
    </>
  );
}
