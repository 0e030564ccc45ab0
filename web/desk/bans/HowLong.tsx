import { useState } from "preact/hooks";
import { localOf, timeIn } from "../actions/times.ts";
import { useDesk } from "../state/desk.ts";
import { words } from "./words.ts";

const SPANS = { hour: 3_600, day: 86_400, month: 30 * 86_400, ever: null } as const;
type Choice = keyof typeof SPANS | "own";
const CHOICES: readonly Choice[] = ["hour", "day", "month", "ever", "own"];
const SHORTEST = 60;

/** For how long: seconds, null for good; undefined: no time was chosen that could be meant. */
export function useHowLong(): { seconds: number | null | undefined; field: preact.JSX.Element } {
  const { now } = useDesk();
  const [began] = useState(now.peek());
  const [choice, choose] = useState<Choice>("day");
  const [own, setOwn] = useState(localOf(began + 7 * 86_400_000));
  const until = timeIn(own, now.value);
  const seconds = choice !== "own" ? SPANS[choice] : until === null ? undefined : Math.max(SHORTEST, Math.round((until - now.value) / 1000));
  const field = (
    <fieldset class="choice ban-long">
      <legend>{words("ban.howLong")}</legend>
      {CHOICES.map((one) => (
        <label key={one}>
          <input type="radio" name="long" checked={choice === one} onChange={() => choose(one)} data-testid={`ban-${one}`} />
          <span>{words(`ban.${one}`)}</span>
          {one === "own" && <input type="datetime-local" class="when-own" aria-label={words("ban.own")} value={own} min={localOf(began)} data-testid="ban-time"
            onInput={(event) => { setOwn(event.currentTarget.value); choose("own"); }} />}
        </label>
      ))}
      {seconds === undefined && <p class="field-error" role="alert">{words("ban.ownWrong")}</p>}
    </fieldset>
  );
  return { seconds, field };
}
