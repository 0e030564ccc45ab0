import { useEffect, useRef } from "preact/hooks";
import { useDesk } from "../state/desk.ts";
import { isApart } from "../model/route.ts";
import { place } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { Borders, columnWidths } from "./Borders.tsx";
import { Dialogs } from "./Dialogs.tsx";
import { focusInbox } from "./focus.ts";
import { Later } from "./Later.tsx";
import { LineBar } from "./LineBar.tsx";
import { ListColumn } from "./ListColumn.tsx";
import { Rail } from "./Rail.tsx";
import { SideColumn } from "./SideColumn.tsx";
import { TalkColumn } from "./TalkColumn.tsx";
import { isAlone } from "./alone.ts";
import { HookBar } from "../settings/hooks/HookBar.tsx";
import { IncidentBar } from "../settings/incidents/IncidentBar.tsx";
import { Offers } from "../offers/Offers.tsx";
import { Toasts } from "./Toasts.tsx";
import { useKeys } from "./useKeys.ts";

/** The desk: four columns on a wide screen, three screens on a phone; or the settings or the floor in their place. */
export function DeskScreen({ onSignOut }: { onSignOut: () => void }) {
  const desk = useDesk();
  const at = place.value;
  const apart = isApart(at);
  useKeys(desk);
  useWayBack(apart);
  return (
    <div class="desk" data-screen={at.screen} data-big={at.big || undefined} data-testid="desk" data-alone={isAlone || undefined} style={columnWidths()}>
      <Skip to={apart ? "page" : "talk"} words={say(apart ? "app.skipPage" : "app.skip")} />
      <div class="bars"><LineBar /><IncidentBar /><HookBar /></div>
      <Rail />
      <main class="columns">
        <h1 class="hidden">{say("app.title")}</h1>
        {at.screen === "settings" && <Later key="settings" load={() => import("../settings/Settings.tsx")} given={{}} />}
        {at.screen === "floor" && <Later key="floor" load={() => import("../floor/Floor.tsx")} given={{}} />}
        {!apart && <Inbox />}
      </main>
      <Toasts />
      <Offers />
      <Dialogs onSignOut={onSignOut} />
    </div>
  );
}

function Inbox() {
  return <><ListColumn /><TalkColumn /><SideColumn /><Borders /></>;
}

function Skip({ to, words }: { to: string; words: string }) {
  return <a class="skip" href={`#${to}`} onClick={(event) => { event.preventDefault(); document.getElementById(to)?.focus(); }}>{words}</a>;
}

/** Whoever comes back from the settings or the floor stands where they left the inbox. */
function useWayBack(apart: boolean): void {
  const before = useRef(apart);
  useEffect(() => {
    if (before.current && !apart) focusInbox();
    before.current = apart;
  }, [apart]);
}
