import { DAYS, type Condition, type Day } from "./types.ts";
import { words } from "./words.ts";

type Clock = Extract<Condition, { is: "clock" }>;
interface Props { condition: Clock; wrong: boolean; onCondition: (condition: Condition) => void }

/** On which days, from when till when (till 24:00: a browser's own field of time does not know it), by whose clocks. */
export function ClockField({ condition, wrong, onCondition }: Props) {
  const put = (part: Partial<Clock>): void => onCondition({ ...condition, ...part });
  const turned = (day: Day): Day[] => DAYS.filter((one) => (one === day) !== condition.days.includes(one));
  return (
    <>
      <div class="rule-values" role="group" aria-label={words("clock.days")}>
        {DAYS.map((day) => (
          <button key={day} type="button" class="tag rule-day" aria-pressed={condition.days.includes(day)} title={words(`day.${day}`)} data-testid={`rule-day-${day}`} onClick={() => put({ days: turned(day) })}>{words(`short.${day}`)}</button>
        ))}
      </div>
      <div class="rule-values">
        <input class="rule-time" value={condition.from} maxLength={5} inputMode="numeric" placeholder="09:00" aria-label={words("clock.from")} aria-invalid={wrong} data-testid="rule-from" onInput={(event) => put({ from: event.currentTarget.value.trim() })} />
        <span aria-hidden="true">–</span>
        <input class="rule-time" value={condition.to} maxLength={5} inputMode="numeric" placeholder="18:00" aria-label={words("clock.to")} aria-invalid={wrong} data-testid="rule-to-time" onInput={(event) => put({ to: event.currentTarget.value.trim() })} />
        <input class="rule-typed" value={condition.zone} maxLength={64} aria-label={words("clock.zone")} aria-invalid={wrong} data-testid="rule-zone" onInput={(event) => put({ zone: event.currentTarget.value })} />
      </div>
    </>
  );
}
