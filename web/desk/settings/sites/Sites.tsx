import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Frame } from "../Frame.tsx";
import type { PageProps } from "../pages.ts";
import { oneSite } from "./api.ts";
import { SiteForm } from "./form.ts";
import { say } from "./say.ts";
import { SiteList } from "./SiteList.tsx";
import { SitePage } from "./SitePage.tsx";

/** `sites` is the list, `sites/shop` the settings of one, `sites/shop/look` a part of them. */
export default function Sites({ path }: PageProps) {
  const [key, tab] = path;
  return key === undefined ? <SiteList /> : <OneSite key={key} site={key} tab={tab ?? ""} />;
}

type Read = { at: "asking" } | { at: "here"; form: SiteForm } | { at: "gone" } | { at: "failed" };

function OneSite({ site, tab }: { site: string; tab: string }) {
  const [read, setRead] = useState<Read>({ at: "asking" });
  async function load(): Promise<void> {
    const answer = await oneSite(site);
    if (answer.ok) setRead({ at: "here", form: new SiteForm(answer.body) });
    else setRead({ at: answer.refusal.status === 404 ? "gone" : "failed" });
  }
  useEffect(() => void load(), []);
  if (read.at === "here") return <SitePage form={read.form} tab={tab} />;
  return (
    <Frame title={site}>
      {read.at === "asking" && <p role="status">{say("sites.loading")}</p>}
      {read.at === "gone" && <p>{say("site.gone")}</p>}
      {read.at === "failed" && <div class="set-part" role="alert"><p>{say("sites.failed")}</p><div><Button onClick={() => void load()}>{say("sites.again")}</Button></div></div>}
    </Frame>
  );
}
