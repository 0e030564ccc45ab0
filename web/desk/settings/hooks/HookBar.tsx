import { useEffect } from "preact/hooks";
import { useDesk } from "../../state/desk.ts";
import { toSettings } from "../../state/place.ts";
import { hooks, watchHooks } from "./now.ts";
import { words } from "./words.ts";

/** Whoever keeps rules is told when the house has switched an address off. */
export function HookBar() {
  const { me } = useDesk();
  return me.permissions.includes("rules.manage") ? <Off /> : null;
}

function Off() {
  useEffect(watchHooks, []);
  return (
    <div class="incidents" role="status" data-testid="hooks-off">
      {hooks.value.map((one) => one.off && (
        <p key={one.id} class="incident">
          <span>{words("bar", { name: one.name, why: words(`off.${one.off}`) })}</span>
          <button type="button" class="link" onClick={() => toSettings("hooks", String(one.id))}>{words("open")}</button>
        </p>
      ))}
    </div>
  );
}
