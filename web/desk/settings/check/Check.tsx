import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Area, Select } from "../../../ui/Inputs.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { speaker } from "../../state/speak.ts";
import { Frame } from "../Frame.tsx";
import type { PageProps } from "../pages.ts";
import { ask, type Answer } from "../requests.ts";
import { allSites } from "../sites/api.ts";
import type { SiteName } from "../sites/types.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

const say = speaker(en, ru);
const knows = (word: string): word is keyof typeof en => word in en;

interface Finding { what: string; good: boolean | null; said: string; code: string; facts: Record<string, string> }
type Looked = { at: "no" } | { at: "looking" } | { at: "found"; findings: readonly Finding[] } | { at: "refused"; says: string };
type Read = { at: "asking" } | { at: "here"; sites: readonly SiteName[] } | { at: "failed" };

/** Whether a page of a site carries the chat as it should, and whether a token of a visitor would be taken. */
export default function Check({ path }: PageProps) {
  const [read, setRead] = useState<Read>({ at: "asking" });
  const [key, setKey] = useState(path[0] ?? "");
  useEffect(() => void allSites().then((answer) => setRead(answer.ok ? { at: "here", sites: answer.body.sites } : { at: "failed" })), []);
  const sites = read.at === "here" ? read.sites : [];
  const site = sites.find((one) => one.key === key) ?? sites[0];
  return (
    <Frame title={say("check.title")} about={say("check.about")}>
      {read.at === "asking" && <p role="status">{say("check.loading")}</p>}
      {read.at === "failed" && <p role="alert">{say("check.failed")}</p>}
      {read.at === "here" && !site && <p>{say("check.noSites")}</p>}
      {site && (
        <>
          <Select label={say("check.site")} value={site.key} options={sites.map((one) => [one.key, one.name] as const)} onValue={setKey} data-testid="check-site" />
          <PageCheck key={`page-${site.key}`} site={site} />
          <TokenCheck key={`token-${site.key}`} site={site} />
        </>
      )}
    </Frame>
  );
}

function looked(answer: Answer<{ findings: Finding[] }>): Looked {
  if (answer.ok) return { at: "found", findings: answer.body.findings };
  const { status, pointer } = answer.refusal;
  if (status === 429) return { at: "refused", says: say("check.busy", { count: 5 }) };
  return { at: "refused", says: say(pointer === "/url" ? "check.urlWrong" : "check.failed") };
}

function PageCheck({ site }: { site: SiteName }) {
  const first = site.domains[0];
  const [url, setUrl] = useState(first ? `${first}/` : "");
  const [now, setNow] = useState<Looked>({ at: "no" });
  async function look(event: Event): Promise<void> {
    event.preventDefault();
    const whole = /^[a-z]+:\/\//i.test(url.trim()) ? url.trim() : `https://${url.trim()}`;
    setNow({ at: "looking" });
    setNow(looked(await ask("POST", `/api/sites/${encodeURIComponent(site.key)}/check/page`, { url: whole })));
  }
  return (
    <form class="set-part" onSubmit={(event) => void look(event)} noValidate>
      <h3>{say("check.page")}</h3>
      <Field type="url" label={say("check.url")} hint={say("check.urlHow")} value={url} onValue={setUrl} data-testid="check-url"
        {...(now.at === "refused" ? { error: now.says } : {})} />
      <div><Button look="main" type="submit" busy={now.at === "looking"} disabled={!url.trim()} data-testid="check-page">{say("check.do")}</Button></div>
      <Findings now={now} testid="page-findings" sums />
    </form>
  );
}

function TokenCheck({ site }: { site: SiteName }) {
  const [token, setToken] = useState("");
  const [now, setNow] = useState<Looked>({ at: "no" });
  async function look(event: Event): Promise<void> {
    event.preventDefault();
    setNow({ at: "looking" });
    setNow(looked(await ask("POST", `/api/sites/${encodeURIComponent(site.key)}/check/token`, { token: token.trim() })));
  }
  return (
    <form class="set-part" onSubmit={(event) => void look(event)} noValidate>
      <h3>{say("check.token")}</h3>
      <Area label={say("check.tokenField")} hint={say("check.tokenHow")} value={token} onValue={setToken} data-testid="check-token-field"
        {...(now.at === "refused" ? { error: now.says } : {})} />
      <div><Button type="submit" busy={now.at === "looking"} disabled={!token.trim()} data-testid="check-token">{say("check.try")}</Button></div>
      <Findings now={now} testid="token-findings" />
    </form>
  );
}

/** What was found, the worst read out first; `sums`: and what it comes to. */
function Findings({ now, testid, sums = false }: { now: Looked; testid: string; sums?: boolean }) {
  const findings = now.at === "found" ? now.findings : [];
  const bad = findings.filter((one) => one.good === false).length;
  return (
    <div role="status" data-testid={testid}>
      {sums && findings.length > 0 && <p><strong>{bad === 0 ? say("check.good") : say("check.bad", { count: bad })}</strong></p>}
      <ul class="set-found">{findings.map((one, at) => <Line key={at} finding={one} />)}</ul>
    </div>
  );
}

function Line({ finding: { good, said, code, facts } }: { finding: Finding }) {
  const [found, mend] = [`found.${code}`, `mend.${code}`];
  const [tone, word] = good === false ? (["late", "check.no"] as const) : good ? (["good", "check.yes"] as const) : (["plain", "check.plain"] as const);
  return (
    <li data-code={code} data-good={String(good)}>
      <Pill tone={tone}>{say(word)}</Pill>
      <p dir="auto">{knows(found) ? say(found, facts) : said}</p>
      {good === false && knows(mend) && <p class="quiet">{say(mend, facts)}</p>}
    </li>
  );
}
