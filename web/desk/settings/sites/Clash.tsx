import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { say as deskSay } from "../../state/settings.ts";
import type { SiteForm } from "./form.ts";
import { changes, type Change } from "./paths.ts";
import { say } from "./say.ts";
import { placeOf, valueOf } from "./telling.ts";
import type { Content } from "./types.ts";

const contentOf = ({ name, settings }: Content): Content => ({ name, settings });

/** Two people have changed one site: what each has done, and the two ways on. */
export function Clash({ form }: { form: SiteForm }) {
  const theirs = form.clash.value;
  if (theirs === null) return null;
  const base = contentOf(form.base.value);
  const [there, here] = [changes(base, contentOf(theirs)), changes(base, form.draft.value)];
  const both = new Set(there.map((one) => one.at).filter((at) => here.some((one) => one.at === at)));
  const close = (): void => void (form.clash.value = null);
  return (
    <Dialog title={say("clash.title")} closeLabel={deskSay("app.close")} onClose={close} testid="dialog-clash">
      <p>{say("clash.how")}</p>
      <Changes title={say("clash.theirs")} list={there} both={both} testid="clash-theirs" />
      <Changes title={say("clash.mine")} list={here} both={both} testid="clash-mine" />
      <div class="set-ways">
        <Button look="main" onClick={() => void form.keepMine()} data-testid="clash-keep">{say("clash.keep")}</Button>
        <p class="quiet">{say("clash.keepHow")}</p>
        <Button onClick={() => form.takeTheirs()} data-testid="clash-take">{say("clash.take")}</Button>
        <p class="quiet">{say("clash.takeHow")}</p>
      </div>
    </Dialog>
  );
}

function Changes({ title, list, both, testid }: { title: string; list: readonly Change[]; both: ReadonlySet<string>; testid: string }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul class="set-changes" data-testid={testid}>
        {list.map((one) => (
          <li key={one.at}>
            <strong>{placeOf(one.at)}</strong> {both.has(one.at) && <Pill tone="wait">{say("clash.both")}</Pill>}
            <p dir="auto"><s>{valueOf(one.before, one.at)}</s> → {valueOf(one.after, one.at)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
