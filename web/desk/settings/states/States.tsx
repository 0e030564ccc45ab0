import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { kindName } from "../../screens/channels.ts";
import { loadNamed, namedStates, type Named } from "../../state/named.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import { ask } from "../requests.ts";
import { say as frame } from "../say.ts";
import { StateEditor } from "./StateEditor.tsx";
import { words } from "./words.ts";
import "./states.css";

/** What people do besides the basic states: named, edited, closed. */
export default function States() {
  const [open, setOpen] = useState<number | "new" | null>(null);
  useEffect(() => void loadNamed(), []);
  const states = namedStates.value.filter((one) => !one.closed);

  async function done(): Promise<void> {
    setOpen(null);
    await loadNamed();
  }
  async function close(one: Named): Promise<void> {
    const answer = await ask("DELETE", `/api/states/${one.id}`);
    toast(answer.ok ? words("closed", { name: one.name }) : words("error.other"), answer.ok ? {} : { tone: "late" });
    await loadNamed();
  }
  return (
    <Frame title={frame("page.states")} about={words("how")} acts={<Button look="main" icon="plus" onClick={() => setOpen("new")} data-testid="state-add">{words("add")}</Button>}>
      {open === "new" && <StateEditor onDone={() => void done()} onCancel={() => setOpen(null)} />}
      {states.length === 0 && open === null && <div class="set-part" data-testid="no-states"><strong>{words("none")}</strong><p>{words("none.how")}</p></div>}
      <ul class="set-rows">
        {states.map((one) => (
          <li key={one.id} data-testid="named-state" data-name={one.name}>
            {open === one.id ? <StateEditor of={one} onDone={() => void done()} onCancel={() => setOpen(null)} /> : (
              <div class="set-line named-line">
                <button type="button" class="set-row" onClick={() => setOpen(one.id)} data-testid="state-open">
                  <strong>{one.emoji} {one.name}</strong>
                  <span class="quiet">{[`${words("base")}: ${words(`base.${one.base}`)}`, one.channels && words("kinds.only", { kinds: one.channels.map(kindName).join(", ") }), one.held && `${words("held")}: ${words(`held.${one.held}`)}`, one.plan && words("planned", { hours: one.plan / 60 })].filter(Boolean).join(" · ")}</span>
                </button>
                <Pill tone={one.works ? "good" : "plain"}>{words(one.works ? "works" : "worksNot")}</Pill>
                <IconButton icon="trash" label={words("close", { name: one.name })} onClick={() => void close(one)} data-testid="state-close" />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Frame>
  );
}
