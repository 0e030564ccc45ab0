import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field } from "../../../ui/Field.tsx";
import { toSettings } from "../../state/place.ts";
import { say as deskSay } from "../../state/settings.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import { addSite, allSites } from "./api.ts";
import { say } from "./say.ts";
import { wrongOf } from "./telling.ts";
import type { SiteName } from "./types.ts";
import type { Wrong } from "./form.ts";

type Read = { at: "asking" } | { at: "here"; sites: readonly SiteName[] } | { at: "failed" };

/** Every connected site, and the way to connect one. */
export function SiteList() {
  const [read, setRead] = useState<Read>({ at: "asking" });
  const [adding, setAdding] = useState(false);
  async function load(): Promise<void> {
    const answer = await allSites();
    setRead(answer.ok ? { at: "here", sites: answer.body.sites } : { at: "failed" });
  }
  useEffect(() => void load(), []);
  const add = <Button look="main" icon="plus" onClick={() => setAdding(true)} data-testid="add-site">{say("sites.add")}</Button>;
  return (
    <Frame title={say("sites.title")} about={say("sites.about")} acts={add}>
      {read.at === "asking" && <p role="status">{say("sites.loading")}</p>}
      {read.at === "failed" && <div class="set-part" role="alert"><p>{say("sites.failed")}</p><div><Button onClick={() => void load()}>{say("sites.again")}</Button></div></div>}
      {read.at === "here" && read.sites.length === 0 && <div class="set-part" data-testid="no-sites"><strong>{say("sites.none")}</strong><p>{say("sites.noneHow")}</p></div>}
      {read.at === "here" && read.sites.length > 0 && <ul class="set-rows">{read.sites.map((site) => <li key={site.key}><SiteRow site={site} /></li>)}</ul>}
      {adding && <Dialog title={say("new.title")} closeLabel={deskSay("app.close")} onClose={() => setAdding(false)} testid="dialog-site"><NewSite onDone={() => setAdding(false)} /></Dialog>}
    </Frame>
  );
}

function SiteRow({ site }: { site: SiteName }) {
  return (
    <button type="button" class="set-row" data-testid="site" data-key={site.key} onClick={() => toSettings("sites", site.key)}>
      <strong>{site.name}</strong>
      <span class="quiet">{[site.key, site.domains.join(", ") || say("sites.noDomains")].join(" · ")}</span>
    </button>
  );
}

function NewSite({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState("");
  const [key, setKey] = useState("");
  const [domain, setDomain] = useState("");
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const [busy, setBusy] = useState(false);
  const said = (at: string): { error?: string } => (wrong !== null && wrong.at.startsWith(at) ? { error: wrong.text } : {});
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setWrong(null);
    const domains = domain.trim() ? [domain.trim().replace(/\/+$/, "")] : [];
    const answer = await addSite({ key: key.trim(), name: name.trim(), settings: { domains } });
    setBusy(false);
    if (answer.ok) {
      onDone();
      toast(say("new.made", { name: answer.body.name }));
      return toSettings("sites", answer.body.key);
    }
    if (answer.refusal.pointer) setWrong({ at: answer.refusal.pointer, text: wrongOf(answer.refusal) });
    else toast(say("site.failed"), { tone: "late" });
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={say("f.name")} value={name} onValue={setName} maxLength={100} data-testid="site-name" {...said("/name")} />
      <Field label={say("new.key")} hint={say("new.keyHow")} value={key} onValue={setKey} maxLength={40} data-testid="site-key" {...said("/key")} />
      <Field label={say("new.domain")} hint={say("new.domainHow")} value={domain} onValue={setDomain} data-testid="site-domain" {...said("/settings/domains")} />
      <div class="dlg-acts">
        <Button onClick={onDone}>{deskSay("app.cancel")}</Button>
        <Button look="main" type="submit" busy={busy} data-testid="site-add">{say("new.do")}</Button>
      </div>
    </form>
  );
}
