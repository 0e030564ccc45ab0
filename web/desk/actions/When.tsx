import { useState } from "preact/hooks";
import { useDesk } from "../state/desk.ts";
import { speech } from "../state/settings.ts";
import { localOf, offersAt, timeIn, type Offer } from "./times.ts";
import { words } from "./words.ts";

type Choice = Offer | "own";

/** What a form has chosen: a time, or null when there is none yet. */
export function useWhen(legend = words("when")): { at: number | null; field: preact.JSX.Element } {
  const { now } = useDesk();
  const [began] = useState(now.peek());
  const offers = offersAt(began);
  const [choice, choose] = useState<Choice>(offers[0]?.offer ?? "own");
  const [own, setOwn] = useState(localOf(began + 7_200_000));
  const at = choice === "own" ? timeIn(own, now.value) : (offers.find((one) => one.offer === choice)?.at ?? null);
  const field = (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {offers.map((one) => (
        <label key={one.offer}>
          <input type="radio" name="when" checked={choice === one.offer} onChange={() => choose(one.offer)} data-testid={`when-${one.offer}`} />
          <span>{words(`when.${one.offer}`)}</span><span class="quiet when-at">{timeWords(one.at, began)}</span>
        </label>
      ))}
      <label>
        <input type="radio" name="when" checked={choice === "own"} onChange={() => choose("own")} data-testid="when-own" />
        <span>{words("when.own")}</span>
        <input type="datetime-local" class="when-own" aria-label={words("when.own")} value={own} min={localOf(began)} data-testid="when-time"
          onInput={(event) => { setOwn(event.currentTarget.value); choose("own"); }} />
      </label>
      {choice === "own" && at === null && <p class="field-error" role="alert">{words("when.wrong")}</p>}
    </fieldset>
  );
  return { at, field };
}

/** «14:05» today, else «2 June, 14:05». */
export function timeWords(at: number, now: number): string {
  const clock = speech.value.clock(at);
  return new Date(at).toDateString() === new Date(now).toDateString() ? clock : `${dayWords(at)}, ${clock}`;
}

const dayWords = (at: number): string => new Intl.DateTimeFormat(speech.value.language, { day: "numeric", month: "short" }).format(at);
