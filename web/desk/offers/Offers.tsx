import { Button } from "../../ui/Button.tsx";
import { whyThese } from "../model/facts.ts";
import { SHOWN } from "../model/keys.ts";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { accept, offers, refuse, type Offer } from "./offers.ts";
import { words } from "./words.ts";
import "./offers.css";

/** What is offered to me alone, above everything else until it is decided or its time is over. */
export function Offers() {
  const { now } = useDesk();
  const standing = offers.value.filter((one) => now.value > 0 && one.ends > Date.now());
  return (
    <section class="offers" aria-label={words("label")} aria-live="assertive" data-testid="offers">
      {standing.map((one, index) => <Card key={one.conv} offer={one} first={index === 0} />)}
    </section>
  );
}

/** The first one has the keys. */
function Card({ offer, first }: { offer: Offer; first: boolean }) {
  const desk = useDesk();
  const left = Math.max(Math.ceil((offer.ends - Date.now()) / 1000), 0);
  const name = offer.name ?? words("visitor", { number: offer.number });
  return (
    <article class="offer" aria-label={words("title", { name })} data-testid="offer" data-conv={offer.conv}>
      <h2>{words("title", { name })}</h2>
      <p class="offer-text">{offer.topic && <b>{offer.topic} · </b>}{offer.text || words("nothing")}</p>
      <p class="quiet" data-testid="offer-why">{whyThese(offer.why, words("you"), say)}</p>
      <div class="offer-left" aria-hidden="true"><i style={{ inlineSize: `${Math.min(left / offer.seconds, 1) * 100}%` }} /></div>
      <div class="offer-acts">
        <Button look="main" data-testid="offer-accept" {...(first ? { kbd: SHOWN.accept } : {})} onClick={() => void accept(offer, desk)}>{words("accept")}</Button>
        <Button look="quiet" data-testid="offer-refuse" {...(first ? { kbd: SHOWN.refuse } : {})} onClick={() => void refuse(offer)}>{words("refuse")}</Button>
        <span class="quiet offer-count" role="timer" aria-live="off" data-testid="offer-left">{words("left", { count: left })}</span>
      </div>
    </article>
  );
}
