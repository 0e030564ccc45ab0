import { useState } from "preact/hooks";
import { Button, IconButton } from "../../ui/Button.tsx";
import { useDesk } from "../state/desk.ts";
import { asked } from "../state/dialogs.ts";
import { toInbox } from "../state/place.ts";
import { toast } from "../state/toasts.ts";
import { addView, dropView, restoreView } from "./api.ts";
import { words } from "./say.ts";
import { STARTERS } from "./starters.ts";
import { summary } from "./summary.ts";
import { counted, type View } from "./types.ts";
import { useNames } from "./useNames.ts";

/** All views at hand: opened, changed, taken away (and brought back), made anew. */
export function ViewList({ onDone }: { onDone: () => void }) {
  const { tools: { views } } = useDesk();
  const names = useNames();
  const [busy, setBusy] = useState(false);
  const all = views.all.value;
  function open(view: View): void {
    onDone();
    toInbox();
    void views.show(view);
  }
  async function drop(view: View): Promise<void> {
    const answer = await dropView(view.id);
    await views.load();
    if (!answer.ok && answer.refusal.status !== 404) return toast(words("view.failed"), { tone: "late" });
    toast(words("view.dropped", { name: view.name }), { undo: () => void restore(view) });
  }
  async function restore(view: View): Promise<void> {
    const answer = await restoreView(view.id);
    await views.load();
    toast(words(answer.ok ? "view.restored" : "view.notRestored", { name: view.name }), answer.ok ? {} : { tone: "late" });
  }
  async function begin(starter: (typeof STARTERS)[number]): Promise<void> {
    setBusy(true);
    const answer = await addView({ ...starter.content, name: words(starter.name) });
    setBusy(false);
    if (!answer.ok) return toast(words("view.failed"), { tone: "late" });
    await views.load();
    open(answer.body);
  }
  return (
    <>
      {views.state.value === "failed" && <p class="field-error" role="alert">{words("views.failed")} <button type="button" class="link" onClick={() => void views.load()}>{words("views.again")}</button></p>}
      {all.length > 0 && (
        <ul class="views-list" data-testid="views-list">
          {all.map((view) => (
            <li key={view.id} data-testid="view-line">
              <button type="button" class="views-open" data-testid="view-open" aria-current={views.open.value?.id === view.id ? "true" : undefined} onClick={() => open(view)}>
                <strong>{view.name}</strong><span class="views-count">{counted(view.count)}</span>
                <span class="quiet">{view.scope !== "own" && `${view.scope === "all" ? words("scope.all") : (names.teams.get(view.team ?? 0) ?? words("scope.team"))} · `}{summary(view, names)}</span>
              </button>
              {view.mine && <IconButton icon="pencil" label={words("view.changeOf", { name: view.name })} data-testid="view-change" onClick={() => (asked.value = { kind: "view", view })} />}
              {view.mine && <IconButton icon="trash" label={words("view.dropOf", { name: view.name })} data-testid="view-drop" onClick={() => void drop(view)} />}
            </li>
          ))}
        </ul>
      )}
      {all.length === 0 && views.state.value !== "failed" && (
        <section class="form" data-testid="views-none">
          <p>{words("views.none")}</p>
          <div class="views-starters">
            {STARTERS.map((one) => <Button key={one.name} disabled={busy} data-testid="view-starter" onClick={() => void begin(one)}>{words(one.name)}</Button>)}
          </div>
        </section>
      )}
      <div class="dlg-acts"><Button look="main" icon="plus" data-testid="view-new" onClick={() => (asked.value = { kind: "view", view: null })}>{words("view.new")}</Button></div>
    </>
  );
}
