import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { useDesk } from "../../state/desk.ts";
import { toSettings } from "../../state/place.ts";
import { Frame } from "../Frame.tsx";
import type { PageProps } from "../pages.ts";
import { say as frame } from "../say.ts";
import { HookPage } from "./HookPage.tsx";
import { hooks, lookAgain } from "./now.ts";
import { told } from "./say.ts";
import { words } from "./words.ts";
import "./hooks.css";

/** Addresses outside: all of them, or one as the address says (`new`: one that is not yet). */
export default function Hooks({ path }: PageProps) {
  const { me } = useDesk();
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const load = (): void => void lookAgain().then((ok) => setState(ok ? "ready" : "failed"));
  useEffect(load, []);
  const title = frame("page.hooks");
  const may = me.permissions.includes("hooks.manage");
  if (state === "loading") return <Frame title={title}><p role="status">{words("loading")}</p></Frame>;
  if (state === "failed") return <Frame title={title}><div class="set-part" role="alert"><p>{words("failed")}</p><div><Button onClick={load}>{words("again")}</Button></div></div></Frame>;
  if (path[0] === "new" && may) return <HookPage key="new" hook={null} may />;
  if (path[0] !== undefined) {
    const hook = hooks.value.find((one) => String(one.id) === path[0]);
    if (!hook) return <Frame title={words("gone")}><div><Button onClick={() => toSettings("hooks")}>{title}</Button></div></Frame>;
    return <HookPage key={hook.id} hook={hook} may={may} />;
  }
  return (
    <Frame title={title} about={words("how")} acts={may && <Button look="main" icon="plus" data-testid="hook-add" onClick={() => toSettings("hooks", "new")}>{words("add")}</Button>}>
      {!may && <p class="quiet">{words("only")}</p>}
      {hooks.value.length === 0 && <div class="set-part" data-testid="hooks-none"><strong>{words("none")}</strong><p>{words("noneHow")}</p></div>}
      {hooks.value.length > 0 && (
        <ul class="set-rows">
          {hooks.value.map((hook) => (
            <li key={hook.id}>
              <button type="button" class="set-row" data-testid="hook" data-off={hook.off !== null || !hook.enabled} onClick={() => toSettings("hooks", String(hook.id))}>
                <strong>{hook.name}</strong>
                <span class="quiet">{told(hook)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
}
