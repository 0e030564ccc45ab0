import { useDesk } from "../state/desk.ts";
import { place } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { Dialogs } from "./Dialogs.tsx";
import { LineBar } from "./LineBar.tsx";
import { ListColumn } from "./ListColumn.tsx";
import { Rail } from "./Rail.tsx";
import { SideColumn } from "./SideColumn.tsx";
import { TalkColumn } from "./TalkColumn.tsx";
import { Toasts } from "./Toasts.tsx";
import { useKeys } from "./useKeys.ts";

/** The desk: four columns on a wide screen, three screens on a phone. */
export function DeskScreen({ onSignOut }: { onSignOut: () => void }) {
  const desk = useDesk();
  useKeys(desk);
  return (
    <div class="desk" data-screen={place.value.screen} data-testid="desk">
      <a class="skip" href="#talk" onClick={(event) => { event.preventDefault(); document.getElementById("talk")?.focus(); }}>{say("app.skip")}</a>
      <LineBar />
      <Rail />
      <main class="columns">
        <h1 class="hidden">{say("app.title")}</h1>
        <ListColumn />
        <TalkColumn />
        <SideColumn />
      </main>
      <Toasts />
      <Dialogs onSignOut={onSignOut} />
    </div>
  );
}
