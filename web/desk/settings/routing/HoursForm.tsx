import { useState } from "preact/hooks";
import { Field } from "../../../ui/Field.tsx";
import { Area } from "../../../ui/Inputs.tsx";
import { DAYS, spansOf, type OwnHours } from "./policy.ts";
import { words } from "./words.ts";

/** Hours by days of the week, their zone, and days that are different. */
export function HoursForm<T extends OwnHours>({ own, onOwn }: { own: T; onOwn: (own: T) => void }) {
  const [holidays, setHolidays] = useState(own.holidays.join("\n"));
  return (
    <fieldset class="set-item">
      <legend class="hidden">{words("hours.own")}</legend>
      <div class="set-pair">
        {DAYS.map((day) => <Spans key={day} day={day} value={own.hours[day] ?? []} onValue={(spans) => onOwn({ ...own, hours: { ...own.hours, [day]: spans } })} />)}
      </div>
      <Field label={words("hours.zone")} value={own.zone} onValue={(zone) => onOwn({ ...own, zone })} maxLength={64} data-testid="hours-zone" />
      <Area label={words("hours.holidays")} hint={words("hours.holidaysHow")} rows={2} value={holidays}
        onValue={(text) => { setHolidays(text); onOwn({ ...own, holidays: text.split("\n").map((line) => line.trim()).filter(Boolean) }); }} />
    </fieldset>
  );
}

/** The text stays as it is typed; what it means goes out. */
function Spans({ day, value, onValue }: { day: (typeof DAYS)[number]; value: readonly string[]; onValue: (spans: string[]) => void }) {
  const [text, setText] = useState(value.join(", "));
  return <Field label={words(`day.${day}`)} value={text} placeholder={words("hours.closed")} data-testid={`hours-${day}`} onValue={(next) => { setText(next); onValue(spansOf(next)); }} />;
}
