import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { may } from "../../state/api.ts";
import { useDesk } from "../../state/desk.ts";
import { toSettings } from "../../state/place.ts";
import { toast } from "../../state/toasts.ts";
import { say as frame } from "../say.ts";
import { ask } from "../requests.ts";
import { Part, Whole } from "./fields.tsx";
import { words } from "./words.ts";

interface Site { channel: number; key: string; name: string }
type Most = Record<number, number | null>;

/** How many chats of one site may be in hands at once; for who may see the sites. */
export function SiteLimits() {
  const { me } = useDesk();
  const [sites, setSites] = useState<readonly Site[] | null>(null);
  const [known, setKnown] = useState<Most>({});
  const [draft, setDraft] = useState<Most>({});
  const [wrong, setWrong] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const sees = may(me, "sites.manage");
  useEffect(() => {
    if (!sees) return;
    void Promise.all([ask<{ sites: Site[] }>("GET", "/api/sites"), ask<{ sites: Most }>("GET", "/api/limits/sites")]).then(([all, limits]) => {
      if (!all.ok || !limits.ok) return;
      setKnown(limits.body.sites);
      setDraft(limits.body.sites);
      setSites(all.body.sites);
    });
  }, []);
  if (sites === null) return null;
  if (sites.length === 0) {
    return (
      <section class="set-part" data-testid="site-limits">
        <h3>{words("sites")}</h3>
        <p class="quiet">{words("sites.none")}</p>
        <div><Button onClick={() => toSettings("sites")}>{frame("page.sites")}</Button></div>
      </section>
    );
  }

  async function save(): Promise<void> {
    setBusy(true);
    let refused: number | null = null;
    for (const { channel } of sites ?? []) {
      const most = draft[channel] ?? null;
      if (refused !== null || most === (known[channel] ?? null)) continue;
      const answer = await ask<{ sites: Most }>("PUT", `/api/limits/sites/${channel}`, { most });
      if (answer.ok) setKnown(answer.body.sites);
      else refused = channel;
    }
    setBusy(false);
    setWrong(refused);
    if (refused === null) toast(words("saved"));
  }
  const names = sites.map((one) => one.name);
  return (
    <Part title={words("sites")} about={words("sites.how")} testid="site-limits" busy={busy} onSave={() => void save()}>
      <div class="set-pair">
        {sites.map(({ channel, key, name }) => (
          <Whole key={key} label={names.filter((one) => one === name).length > 1 ? `${name} · ${key}` : name} hint={words("limit.none")} value={draft[channel] ?? null} testid={`site-${key}`}
            onValue={(most) => setDraft({ ...draft, [channel]: most })} {...(wrong === channel ? { error: words("sites.wrong") } : {})} />
        ))}
      </div>
    </Part>
  );
}
