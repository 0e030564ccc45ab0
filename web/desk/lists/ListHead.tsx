import { IconButton } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { asked } from "../state/dialogs.ts";
import { words } from "./say.ts";
import { counted } from "./types.ts";
import "./lists.css";

/** Buttons over the list: choosing several talks, and the views. */
export function ListTools() {
  const { me, tools: { selection } } = useDesk();
  const on = selection.some.value;
  return (
    <span class="list-tools">
      {may(me, "talks.write") && (
        <button type="button" class="icon-btn" aria-pressed={on} aria-label={words(on ? "pick.end" : "pick.begin")} title={words(on ? "pick.end" : "pick.begin")} data-testid="pick-many"
          onClick={() => (on ? selection.clear() : (selection.on.value = true))}><Icon name="pick" /></button>
      )}
      <IconButton icon="list" label={words("views.open")} data-testid="views" onClick={() => (asked.value = { kind: "views" })} />
    </span>
  );
}

/** The views with their counters, one beside another; the one that is shown stands out, and a second press leaves it. */
export function ViewStrip() {
  const { tools: { views } } = useDesk();
  const all = views.all.value;
  const open = views.open.value?.id;
  if (all.length === 0) return null;
  return (
    <nav class="views-strip" aria-label={words("views.strip")} data-testid="views-strip">
      {all.map((view) => (
        <button key={view.id} type="button" aria-pressed={view.id === open} data-testid="view-chip" onClick={() => (view.id === open ? views.close() : void views.show(view))}>
          <span>{view.name}</span><em>{counted(view.count)}</em>
        </button>
      ))}
    </nav>
  );
}

/** A view in which nothing stands now, or which is not known yet. */
export function EmptyView() {
  const { tools: { views } } = useDesk();
  const edge = views.edge.value;
  if (edge?.state === "asking") return <p class="empty" role="status">{words("views.asking")}</p>;
  if (edge?.state === "failed") {
    return <p class="empty" role="alert">{words("views.slow")} <button type="button" class="link" onClick={views.more}>{words("views.again")}</button></p>;
  }
  return <div class="empty" data-testid="empty-view"><strong>{words("views.empty")}</strong><p>{words("views.emptyHow")}</p></div>;
}
