import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Field } from "../../../ui/Field.tsx";
import { namedStates } from "../../state/named.ts";
import { language } from "../../state/settings.ts";
import { Frame } from "../Frame.tsx";
import { ask } from "../requests.ts";
import { say as frame } from "../say.ts";
import { dayText, length, sumOf, type Day, type OfPerson } from "./model.ts";
import { Timeline } from "./Timeline.tsx";
import { words } from "./words.ts";
import "./hours.css";

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
const WEEK = 6 * 86_400_000;
const DAYS_OF_A_WEEK = 7;

/** How long everybody worked, by days and named states, with a table to take along. */
export default function Hours() {
  const [first, setFirst] = useState(dayText(new Date(Date.now() - WEEK)));
  const [last, setLast] = useState(dayText(new Date()));
  const [people, setPeople] = useState<readonly OfPerson[] | "asking" | "failed" | "many">("asking");
  const [open, setOpen] = useState<number | null>(null);
  const query = new URLSearchParams({ first, last, zone: zone() }).toString();
  useEffect(() => {
    let wanted = true;
    setPeople("asking");
    void ask<{ people: OfPerson[] }>("GET", `/api/floor/hours?${query}`).then((answer) => {
      if (wanted) setPeople(answer.ok ? answer.body.people : answer.refusal.status === 422 ? "many" : "failed");
    });
    return () => void (wanted = false);
  }, [query]);
  const known = typeof people === "string" ? [] : people.filter((one) => one.days.some((day) => day.first !== null));
  const weeks = typeof people === "string" ? 1 : (people[0]?.days.length ?? DAYS_OF_A_WEEK) / DAYS_OF_A_WEEK;
  const used = namedStates.value.filter((one) => known.some((person) => sumOf(person.days).named[one.id]));
  return (
    <Frame title={frame("page.hours")} about={words("how")} wide acts={<a class="btn btn-plain" href={`/api/floor/hours.csv?${query}`} download data-testid="hours-csv">{words("csv")}</a>}>
      <div class="hours-range">
        <Field type="date" label={words("first")} value={first} onValue={setFirst} data-testid="hours-first" />
        <Field type="date" label={words("last")} value={last} onValue={setLast} data-testid="hours-last" />
      </div>
      {typeof people === "string" && <p role="status">{words(people === "asking" ? "loading" : people)}</p>}
      {typeof people !== "string" && known.length === 0 && <p class="quiet" data-testid="hours-none">{words("none")}</p>}
      {known.length > 0 && (
        <div class="hours-scroll" tabIndex={0} role="region" aria-label={words("table")}>
          <table class="hours" data-testid="hours">
            <thead>
              <tr>
                <th scope="col">{words("person")}</th>
                {(["days", "worked", "desk", "pause", "away"] as const).map((one) => <th key={one} scope="col">{words(one)}</th>)}
                {used.map((one) => <th key={one.id} scope="col">{one.emoji} {one.name}</th>)}
              </tr>
            </thead>
            <tbody>
              {known.map((one) => {
                const sum = sumOf(one.days);
                return (
                  <Fragment key={one.id}>
                    <tr data-testid="hours-person" data-operator={one.id}>
                      <th scope="row"><button type="button" class="hours-open" aria-expanded={open === one.id} onClick={() => setOpen(open === one.id ? null : one.id)} data-testid="hours-open">{one.name}</button></th>
                      <td>{sum.days}</td><td><strong>{length(sum.worked)}</strong></td><td>{length(sum.desk)}</td><td>{length(sum.pause)}</td><td>{length(sum.away)}</td>
                      {used.map((state) => <td key={state.id}>{fact(sum.named[state.id] ?? 0, state.plan, weeks)}</td>)}
                    </tr>
                    {open === one.id && <tr><td class="hours-days" colSpan={6 + used.length}><Days of={one} /></td></tr>}
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Frame>
  );
}

/** What was done, of what was planned for so many weeks. */
const fact = (seconds: number, plan: number | null, weeks: number): string => (plan === null ? length(seconds) : words("planned", { fact: length(seconds), plan: length(plan * 60 * weeks) }));

function Days({ of }: { of: OfPerson }) {
  const clock = (iso: string | null): string => (iso === null ? "" : new Date(iso).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  const name = (day: Day): string => new Date(`${day.day}T12:00`).toLocaleDateString(language.value, { weekday: "short", day: "numeric", month: "short" });
  return (
    <ul class="hours-list" aria-label={words("open", { name: of.name })}>
      {of.days.filter((day) => day.first !== null).map((day) => (
        <li key={day.day} data-testid="hours-day">
          <p><strong>{name(day)}</strong> <span class="quiet">{clock(day.first)}–{clock(day.last)} · {words("worked")} {length(day.worked)} · {words("pause")} {length(day.states.pause ?? 0)} · {words("away")} {length(day.states.away ?? 0)}</span></p>
          <Timeline operator={of.id} name={of.name} day={day.day} zone={zone()} label={name(day)} />
        </li>
      ))}
    </ul>
  );
}
