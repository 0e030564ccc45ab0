import { useEffect } from "preact/hooks";
import { useDesk } from "../../state/desk.ts";
import { toSettings } from "../../state/place.ts";
import { incidents, watchIncidents } from "./now.ts";
import { words } from "./words.ts";

/** What is broken stands above everything, with the tag that its chats get; nothing while all is well. */
export function IncidentBar() {
  const { me } = useDesk();
  useEffect(watchIncidents, []);
  const leads = me.permissions.includes("rules.manage");
  return (
    <div class="incidents" role="status" data-testid="incidents">
      {incidents.value.map((one) => (
        <p key={one.id} class="incident" title={Object.values(one.banner).join(" · ")}>
          <strong>{words("bar", { name: one.name })}</strong> <span class="wide">{words("barTag", { tag: one.tag })}</span>
          {leads && <button type="button" class="link" onClick={() => toSettings("incidents")}>{words("tell")}</button>}
        </p>
      ))}
    </div>
  );
}
