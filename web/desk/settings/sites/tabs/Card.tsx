import { Button } from "../../../../ui/Button.tsx";
import { linksOf } from "../../../model/links.ts";
import { LinesAt, TextAt, TextsAt, useForm } from "../inputs.tsx";
import { say } from "../say.ts";
import { focusLast, Group, Item, nameOf } from "./items.tsx";

const AT = "/settings/card";
const LINKS = `${AT}/links`;
const PLACE = /\{([^\s{}]+)\}/g;

/** What operators see first of who writes, and where they can go from there. */
export function Card() {
  const form = useForm();
  const { links } = form.draft.value.settings.card;
  function add(): void {
    form.set(`${LINKS}/-`, { label: {}, url: "https://" });
    focusLast(LINKS);
  }
  return (
    <>
      <section class="set-part">
        <h3>{say("card.order")}</h3>
        <LinesAt at={`${AT}/order`} label={say("f.order")} hint={say("h.order")} rows={6} />
      </section>
      <section class="set-part">
        <h3>{say("card.links")}</h3>
        <p class="quiet">{say("card.linksHow")}</p>
        {links.map((link, at) => (
          <Item key={at} list={LINKS} at={at} count={links.length} title={nameOf(link.label, say("card.linkNo", { no: at + 1 }))}>
            <TextsAt at={`${LINKS}/${at}/label`} label={say("f.linkLabel")} />
            <TextAt at={`${LINKS}/${at}/url`} label={say("f.url")} maxLength={500} />
          </Item>
        ))}
        <Group at={LINKS} />
        <Button data-testid="add-link" data-adds={LINKS} onClick={add}>{say("card.addLink")}</Button>
      </section>
      <Shown />
    </>
  );
}

/** The card of somebody of whom everything is told: each attribute stands for itself. */
function Shown() {
  const { card, languages } = useForm().draft.value.settings;
  const first = languages[0] ?? "en";
  const names = card.links.flatMap(({ url }) => [...url.matchAll(PLACE)].map((found) => found[1] ?? ""));
  const told = Object.fromEntries(names.map((name) => [name.split(".")[0] ?? name, sample(name)]));
  const made = linksOf({ order: [], links: card.links.map(({ label, url }) => ({ label: label[first] || nameOf(label, "\u2026"), url })) }, { signed: told, said: {} });
  return (
    <section class="set-part" data-testid="card-preview" aria-label={say("card.preview")}>
      <h3>{say("card.preview")}</h3>
      {card.order.length === 0 && made.length === 0 && <p class="quiet">{say("card.nothing")}</p>}
      {card.order.length > 0 && <dl class="set-card">{card.order.map((name, at) => <div key={at}><dt>{name}</dt><dd>\u2026</dd></div>)}</dl>}
      {made.length > 0 && <ul class="set-card">{made.map(({ label, href }, at) => <li key={at}><strong>{label}</strong> <span class="quiet">{href}</span></li>)}</ul>}
    </section>
  );
}

/** A value at the end of a path of names. */
function sample(name: string): unknown {
  const [, ...rest] = name.split(".");
  return rest.reduceRight<unknown>((value, part) => ({ [part]: value }), "123");
}
