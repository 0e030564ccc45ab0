import { useEffect } from "preact/hooks";
import { Check } from "../../../ui/Inputs.tsx";
import { toSettings } from "../../state/place.ts";
import { hooks, lookAgain } from "../hooks/now.ts";
import type { Action } from "./types.ts";
import { words } from "./words.ts";

type Call = Extract<Action, { do: "call" }>;
interface Props { action: Call; wrong: boolean; onAction: (action: Action) => void }

/** Which address is called, and whether its answer counts. */
export function CallField({ action, wrong, onAction }: Props) {
  useEffect(() => void lookAgain(), []);
  const known = hooks.value;
  if (known.length === 0) return <p class="rule-values quiet">{words("call.none")} <button type="button" class="link" onClick={() => toSettings("hooks")}>{words("call.open")}</button></p>;
  return (
    <>
      <div class="rule-values">
        <select class="select" value={String(action.hook)} aria-label={words("do.call")} aria-invalid={wrong} data-testid="rule-hook" onChange={(event) => onAction({ ...action, hook: Number(event.currentTarget.value) })}>
          {action.hook === 0 && <option value="0">{words("value.choose")}</option>}
          {known.map((one) => <option key={one.id} value={String(one.id)}>{one.enabled ? one.name : words("call.off", { name: one.name })}</option>)}
        </select>
      </div>
      <div class="rule-values"><Check label={words("call.decides")} hint={words("call.decidesHow")} value={action.decides} onValue={(decides) => onAction({ ...action, decides })} data-testid="rule-decides" /></div>
    </>
  );
}
