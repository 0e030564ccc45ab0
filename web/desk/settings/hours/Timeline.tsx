import { useEffect, useState } from "preact/hooks";
import type { State } from "../../state/api.ts";
import { language, say } from "../../state/settings.ts";
import { ask } from "../requests.ts";
import { length, share, type Stretch } from "./model.ts";
import { words } from "./words.ts";

interface Props { operator: number; name: string; day: string; zone: string; label: string }

/** One day of one person as a bar from midnight to midnight, with its stretches in words beneath. */
export function Timeline({ operator, name, day, zone, label }: Props) {
  const [line, setLine] = useState<readonly Stretch[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void ask<{ stretches: Stretch[] }>("GET", `/api/floor/people/${operator}/timeline?${new URLSearchParams({ day, zone }).toString()}`)
      .then((answer) => wanted && setLine(answer.ok ? answer.body.stretches : []));
    return () => void (wanted = false);
  }, [operator, day, zone]);
  if (line === null) return <p class="quiet" role="status">{words("loading")}</p>;
  const midnight = new Date(`${day}T00:00`).getTime();
  const next = new Date(midnight);
  next.setDate(next.getDate() + 1);
  const here = line.filter((one) => one.state !== "none");
  const told = (one: Stretch): string => [called(one), `${clock(one.begin)}–${clock(one.end)}`, length((Date.parse(one.end) - Date.parse(one.begin)) / 1000), one.comment, one.by !== null ? words("set") : ""].filter(Boolean).join(" · ");
  return (
    <figure class="timeline" aria-label={words("timeline", { name, day: label })} data-testid="timeline">
      <div class="timeline-bar" aria-hidden="true">
        {here.map((one) => {
          const { left, width } = share(one, [midnight, next.getTime()]);
          return <i key={one.begin} data-state={one.state} data-works={one.works} title={told(one)} style={{ left: `${left}%`, width: `${Math.max(width, 0.15)}%` }} />;
        })}
      </div>
      <ol>{here.map((one) => <li key={one.begin}><i class="state-dot" data-state={one.state} aria-hidden="true" /> {told(one)}</li>)}</ol>
    </figure>
  );
}

const called = (one: Stretch): string => (one.name ? `${one.emoji} ${one.name}`.trim() : say(`state.${one.state as State}`));
const clock = (iso: string): string => new Date(iso).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
