import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import type { Place } from "../../model/route.ts";
import { go, guardPlace } from "../../state/place.ts";
import { say as deskSay } from "../../state/settings.ts";
import type { SiteForm } from "./form.ts";
import { say } from "./say.ts";

/** Nobody loses what is not saved without having been asked; not by a key, not by Back, not by closing the tab. */
export function Leaving({ form }: { form: SiteForm }) {
  const [next, setNext] = useState<Place | null>(null);
  useEffect(() => {
    const inside = (to: Place): boolean => to.screen === "settings" && to.path?.[0] === "sites" && to.path[1] === form.key;
    const free = guardPlace((to) => {
      if (!form.dirty.peek() || inside(to)) return true;
      setNext(to);
      return false;
    });
    const unload = (event: BeforeUnloadEvent): void => {
      if (form.dirty.peek()) event.preventDefault();
    };
    addEventListener("beforeunload", unload);
    return () => {
      free();
      removeEventListener("beforeunload", unload);
    };
  }, [form]);
  if (next === null) return null;
  const stay = (): void => setNext(null);
  const discard = (): void => {
    form.discard();
    go(next);
  };
  async function save(to: Place): Promise<void> {
    setNext(null);
    if (await form.save()) go(to);
  }
  return (
    <Dialog title={say("leave.title")} closeLabel={deskSay("app.close")} onClose={stay} testid="dialog-leave">
      <p>{say("leave.how")}</p>
      <div class="dlg-acts">
        <Button look="danger" onClick={discard} data-testid="leave-discard">{say("leave.discard")}</Button>
        <Button onClick={stay} data-testid="leave-stay">{say("leave.stay")}</Button>
        <Button look="main" onClick={() => void save(next)} data-testid="leave-save">{say("leave.save")}</Button>
      </div>
    </Dialog>
  );
}
