import { Button } from "../../../../ui/Button.tsx";
import { Check } from "../../../../ui/Inputs.tsx";
import { CountryDays } from "../../daysoff/CountryDays.tsx";
import { LinesAt, TextAt, useForm, useWrong } from "../inputs.tsx";
import { say } from "../say.ts";
import { DAYS, type Day } from "../types.ts";

const AT = "/settings/hours";
const WORKING: readonly Day[] = ["mon", "tue", "wed", "thu", "fri"];
const zones: readonly string[] = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];

/** When somebody answers. No hours at all: always. */
export function Hours() {
  const form = useForm();
  const { hours, country = "", working = [] } = form.draft.value.settings;
  const always = Object.keys(hours).length === 0;
  const put = (on: boolean): void => {
    form.set(AT, on ? {} : Object.fromEntries(WORKING.map((day) => [day, ["09:00-18:00"]])));
  };
  const copyMonday = (): void => {
    form.set(AT, { ...hours, ...Object.fromEntries(WORKING.map((day) => [day, hours.mon ?? []])) });
    form.renewed.value++;
  };
  return (
    <section class="set-part">
      <h3>{say("f.hours")}</h3>
      <Check label={say("hours.always")} hint={say("hours.alwaysHow")} value={always} onValue={put} data-testid="hours-always" />
      {!always && (
        <>
          <p class="quiet">{say("h.hours")}</p>
          {DAYS.map((day) => <LinesAt key={day} at={`${AT}/${day}`} label={say(`f.${day}`)} separator=", " tidy={(text) => text.replace(/\s*[-–—]\s*/, "-")} />)}
          <div><Button onClick={copyMonday} data-testid="hours-copy">{say("hours.copy")}</Button></div>
        </>
      )}
      <TextAt at="/settings/zone" label={say("f.zone")} list="zones" />
      <datalist id="zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
      <LinesAt at="/settings/holidays" label={say("f.holidays")} hint={say("h.holidays")} />
      <CountryDays country={country} working={working} {...useWrong("/settings/country")} onChosen={(chosen) => { form.set("/settings/country", chosen.country); form.set("/settings/working", chosen.working); }} />
    </section>
  );
}
