import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { go } from "../../state/place.ts";
import type { Refusal } from "../requests.ts";
import { attempt } from "./api.ts";
import type { Content, Tried } from "./types.ts";
import { words } from "./words.ts";

interface Props { content: () => Content | null; onLacking: () => void; onRefused: (refusal: Refusal) => void }

/** What the rule as it stands would have done to last week. */
export function Trial({ content, onLacking, onRefused }: Props) {
  const [state, setState] = useState<"idle" | "asking">("idle");
  const [found, setFound] = useState<Tried | null>(null);
  async function run(): Promise<void> {
    const wanted = content();
    if (wanted === null) return onLacking();
    setState("asking");
    const answer = await attempt(wanted);
    setState("idle");
    setFound(answer.ok ? answer.body : null);
    if (!answer.ok) onRefused(answer.refusal);
  }
  return (
    <div class="set-part" data-testid="rule-trial">
      <div><Button busy={state === "asking"} data-testid="rule-try" onClick={() => void run()}>{words("try")}</Button></div>
      <div role="status">
        {state === "asking" && <p class="quiet">{words("trying")}</p>}
        {state === "idle" && found && <p data-testid="rule-tried"><strong>{words("tried", { count: found.matched, talks: found.talks })}</strong> {found.whole ? "" : words("triedPart")} <span class="quiet">{words("triedHow")}</span></p>}
      </div>
      {state === "idle" && found && found.examples.length > 0 && (
        <ul class="rule-examples">
          {found.examples.map((one) => (
            <li key={one.conv}><Button look="quiet" onClick={() => go({ screen: "talk", conv: one.conv })}>{words("open", { no: one.no })}</Button> <span class="quiet" dir="auto">{one.text}</span></li>
          ))}
        </ul>
      )}
    </div>
  );
}
