import { Button } from "../../ui/Button.tsx";
import { go } from "../state/place.ts";
import { say } from "../state/settings.ts";
import type { Result } from "./bulk.ts";
import { words } from "./say.ts";

/** Each talk that it could not be done with, and why; from here they can be opened. */
export function BulkDone({ result, onDone }: { result: Result; onDone: () => void }) {
  return (
    <>
      <p data-testid="bulk-result">{words("bulk.result", { done: result.done, count: result.refused.length })}</p>
      <ul class="bulk-refused" data-testid="bulk-refused">
        {result.refused.map((one) => (
          <li key={one.conv}>
            <button type="button" class="link" onClick={() => { onDone(); go({ screen: "talk", conv: one.conv }); }}>{one.name}</button>
            <span class="quiet">{one.why}</span>
          </li>
        ))}
      </ul>
      <div class="dlg-acts"><Button look="main" onClick={onDone} data-first="" data-testid="bulk-ok">{say("app.close")}</Button></div>
    </>
  );
}
