import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { go } from "../../state/place.ts";
import { toast } from "../../state/toasts.ts";
import type { Answer } from "../requests.ts";
import * as api from "./api.ts";
import type { Call, Hook } from "./api.ts";
import { lookAgain } from "./now.ts";
import { about, went, when } from "./say.ts";
import { words } from "./words.ts";

/** How often (ms) the page looks how it goes while a call is on its way. */
const SOON = 1500;

/** The last calls of an address: how each went, and once more by hand. */
export function Calls({ hook }: { hook: Hook }) {
  const [list, setList] = useState<readonly Call[] | null>(null);
  function take(answer: Answer<{ calls: Call[] }>): void {
    if (!answer.ok) return toast(words("notSaved"), { tone: "late" });
    setList(answer.body.calls);
  }
  function load(): void {
    void api.calls(hook.id).then(take);
    void lookAgain();
  }
  useEffect(load, [hook.id]);
  useEffect(() => {
    if (!list?.some((call) => call.due_at !== null && call.attempts === 0) || !hook.enabled) return;
    const timer = setTimeout(load, SOON);
    return () => clearTimeout(timer);
  }, [list]);
  return (
    <section class="set-part" data-testid="hook-calls">
      <h3>{words("calls")}</h3>
      <div class="set-buttons">
        <Button disabled={!hook.enabled} data-testid="hook-try" onClick={() => void api.attempt(hook.id).then(take)}>{words("try")}</Button>
        <Button look="quiet" data-testid="hook-refresh" onClick={load}>{words("refresh")}</Button>
      </div>
      {list?.length === 0 && <p class="quiet">{words("noCalls")}</p>}
      {list && list.length > 0 && (
        <ul class="hook-calls">
          {list.map((call) => (
            <li key={call.id} data-testid="hook-call">
              <Pill tone={call.failed ? "late" : call.done_at ? "good" : "wait"}>{call.code ?? "—"}</Pill>
              <div>
                <p>
                  {call.conv ? <button type="button" class="link" onClick={() => go({ screen: "talk", conv: call.conv ?? "" })}>{about(call)}</button> : about(call)}
                  {call.rule && <span> · {call.rule}</span>} <span class="quiet">{when(call.at)}</span>
                </p>
                <p class="quiet">{went(call, hook)}</p>
              </div>
              <Button look="quiet" disabled={!hook.enabled} aria-label={words("resendOf", { what: about(call) })} data-testid="hook-resend" onClick={() => void api.again(hook.id, call.id).then(take)}>{words("resend")}</Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
