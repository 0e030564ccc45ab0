import { Pill } from "../../ui/Pill.tsx";
import type { Contact, Context } from "../../core/protocol.ts";
import { linksOf, ordered, type CardLink, type CardShape } from "../model/links.ts";
import { deviceOf } from "../model/device.ts";
import { linesOf, shown, type ToldLine } from "../model/told.ts";
import { useDesk } from "../state/desk.ts";
import { useHere } from "../state/here.ts";
import { languageName } from "../state/languages.ts";
import { say, speech } from "../state/settings.ts";

/** Who writes: proven, or only told by the page; and where they are. */
export function About({ conv, contact, card }: { conv: string; contact: Contact; card: CardShape }) {
  const about = contact.about ?? null;
  if (about === null) return <p class="quiet">{say("side.nothing")}</p>;
  const [signed, said] = [ordered(linesOf(about.signed), card.order), ordered(linesOf(about.said), card.order)];
  return (
    <>
      <Links links={linksOf(card, about)} />
      {signed.length > 0 && <Lines title={say("about.signed")} lines={signed} name="about-signed" />}
      {said.length > 0 && <Lines title={say("about.said")} hint={say("about.saidHow")} lines={said} name="about-said" />}
      <Where conv={conv} context={about.context} />
    </>
  );
}

export function Proof({ contact }: { contact: Contact }) {
  if (contact.verified) return <span data-testid="verified"><Pill tone="good" title={say("about.verifiedHow")}>✓ {say("about.verified")}</Pill></span>;
  return contact.name ? <span data-testid="unverified"><Pill title={say("about.saidHow")}>{say("about.said")}</Pill></span> : null;
}

function Links({ links }: { links: readonly CardLink[] }) {
  if (links.length === 0) return null;
  return (
    <ul class="card-links" data-testid="card-links">
      {links.map((one) => (
        <li key={one.label}>
          <a href={one.href} target="_blank" rel="noopener noreferrer nofollow" {...(one.unproven ? { title: say("about.saidHow") } : {})}>{one.label}</a>
          {one.unproven && <> <Pill title={say("about.saidHow")}>{say("about.said")}</Pill></>}
        </li>
      ))}
    </ul>
  );
}

interface LinesProps {
  title: string;
  hint?: string;
  lines: readonly ToldLine[];
  name: string;
}

function Lines({ title, hint, lines, name }: LinesProps) {
  return (
    <section data-testid={name}>
      <h4 title={hint}>{title}</h4>
      <dl class="kv">{lines.map((line) => <><dt dir="auto">{line.name}</dt><dd dir="auto"><Value line={line} /></dd></>)}</dl>
    </section>
  );
}

function Value({ line }: { line: { text: string; href?: string } }) {
  if (line.href === undefined) return <>{line.text}</>;
  return <a href={line.href} target="_blank" rel="noopener noreferrer nofollow">{line.text}</a>;
}

function Where({ conv, context }: { conv: string; context: Context }) {
  const { now } = useDesk();
  const here = useHere(conv) === true;
  const { page, device } = context;
  const pages = context.pages ?? [];
  const [from, { language, zone }] = [pages[0]?.referrer, context];
  if (![page, from, language, zone, device].some(Boolean)) return null;
  const line = (name: string, text: string | undefined) => text ? <><dt>{name}</dt><dd dir="auto"><Value line={shown(text)} /></dd></> : null;
  return (
    <section data-testid="about-where">
      <h4>{say("about.where")}</h4>
      <dl class="kv">
        {page && <><dt>{say(here ? "about.page" : "about.lastPage")}</dt><dd dir="auto" data-testid="about-page">{page.title} <Value line={shown(page.url)} /></dd></>}
        {line(say("about.from"), from)}
        {line(say("about.language"), language && languageName(language))}
        {line(say("about.zone"), zone)}
        {line(say("about.device"), device && [...deviceOf(device.agent), device.screen].join(", "))}
      </dl>
      {pages.length > 1 && (
        <details>
          <summary>{say("about.pages", { count: pages.length })}</summary>
          <ol class="pages">
            {[...pages].reverse().map((one) => (
              <li key={one.at}>{speech.value.ago(one.at, now.value)} · <span dir="auto">{one.title}</span> <Value line={shown(one.url)} /></li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
