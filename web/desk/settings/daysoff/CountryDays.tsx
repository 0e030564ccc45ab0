import { useEffect, useMemo, useState } from "preact/hooks";
import { Check, Select } from "../../../ui/Inputs.tsx";
import { language } from "../../state/settings.ts";
import { ask } from "../requests.ts";
import { words } from "./words.ts";
import "./daysoff.css";

interface Shown { country: string; regions: { code: string; name: string }[]; days: { date: string; name: string }[]; announced: number | null }
export interface Chosen { country: string; working: string[] }

/** Public holidays of a country or region: which, the coming ones, and those that are worked nevertheless. */
export function CountryDays({ country, working, onChosen, error }: Chosen & { onChosen: (chosen: Chosen) => void; error?: string }) {
  const [all, setAll] = useState<readonly string[]>([]);
  const [shown, setShown] = useState<Shown | null | "failed">(null);
  const [land = "", ...rest] = country.split("-");
  const region = rest.join("-");
  useEffect(() => void ask<{ countries: string[] }>("GET", "/api/days-off").then((answer) => (answer.ok ? setAll(answer.body.countries) : setShown("failed"))), []);
  useEffect(() => {
    let gone = false;
    setShown(null);
    if (country) void ask<Shown>("GET", `/api/days-off/${encodeURIComponent(country)}?language=${language.peek()}`).then((answer) => { if (!gone) setShown(answer.ok ? answer.body : "failed"); });
    return () => { gone = true; };
  }, [country]);
  const countries = useMemo(() => named(all), [all, language.value]);
  const turn = (date: string): void => onChosen({ country, working: working.includes(date) ? working.filter((one) => one !== date) : [...working, date].sort() });
  return (
    <div class="set-part" data-testid="country-days">
      <div class="set-pair">
        <Select label={words("country")} hint={words("countryHow")} value={land} options={[["", words("none")], ...countries]} data-testid="days-country" {...(error ? { error } : {})}
          onValue={(next) => onChosen({ country: next, working: [] })} />
        {shown !== null && shown !== "failed" && shown.regions.length > 0 && (
          <Select label={words("region")} value={region} options={[["", words("wholeCountry")], ...shown.regions.map((one) => [one.code, one.name] as const)]} data-testid="days-region"
            onValue={(next) => onChosen({ country: next ? `${land}-${next}` : land, working })} />
        )}
      </div>
      {country !== "" && shown === null && <p role="status" class="quiet">{words("loading")}</p>}
      {shown === "failed" && <p role="alert" class="field-error">{words("failed")}</p>}
      {country !== "" && shown !== null && shown !== "failed" && (
        <fieldset class="days-off">
          <legend>{words("days")}</legend>
          <p class="quiet">{words("daysHow")} {shown.announced === null ? "" : words("announced", { year: String(shown.announced) })}</p>
          {shown.days.map((day) => <Check key={day.date} label={`${told(day.date)} — ${day.name}`} value={!working.includes(day.date)} onValue={() => turn(day.date)} data-testid="day-off" data-date={day.date} />)}
        </fieldset>
      )}
    </div>
  );
}

/** Countries by the names that this reader knows, in their order. */
function named(codes: readonly string[]): (readonly [string, string])[] {
  const names = new Intl.DisplayNames([language.value], { type: "region" });
  return codes.map((code) => [code, names.of(code) ?? code] as const).sort(([, one], [, other]) => one.localeCompare(other, language.value));
}

const told = (date: string): string => new Date(`${date}T12:00:00Z`).toLocaleDateString(language.value, { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
