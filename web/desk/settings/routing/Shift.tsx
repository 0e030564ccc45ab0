import { useEffect, useState } from "preact/hooks";
import { Check } from "../../../ui/Inputs.tsx";
import { language } from "../../state/settings.ts";
import { toast } from "../../state/toasts.ts";
import { ask, type Refusal } from "../requests.ts";
import { Part, Span } from "./fields.tsx";
import { HoursForm } from "./HoursForm.tsx";
import { usualHours, type OwnHours } from "./policy.ts";
import { words } from "./words.ts";
import "./routing.css";

interface Plan extends OwnHours { buffer: number }
interface Known { operator: number; plan: Plan; phase: "on" | "ending" | "off"; until: number }
const BUFFER = 600;

/** When one person works: shifts begin and end the state, with a while before the end without new chats. */
export function Shift({ operator }: { operator: number }) {
  const [known, setKnown] = useState<Known | null>(null);
  const [plan, setPlan] = useState<Plan | null | "asking">("asking");
  const [wrong, setWrong] = useState<Refusal | null>(null);
  const load = async (): Promise<void> => {
    const answer = await ask<{ shifts: Known[] }>("GET", "/api/shifts");
    const mine = answer.ok ? (answer.body.shifts.find((one) => one.operator === operator) ?? null) : null;
    setKnown(mine);
    setPlan(mine?.plan ?? null);
  };
  useEffect(() => void load(), [operator]);
  if (plan === "asking") return null;

  async function save(): Promise<void> {
    if (plan === "asking") return;
    const answer = plan === null ? await ask("DELETE", `/api/shifts/${operator}`) : await ask("PUT", `/api/shifts/${operator}`, plan);
    const nothingThere = plan === null && known === null;
    setWrong(answer.ok || nothingThere ? null : answer.refusal);
    if (!answer.ok && !nothingThere) return;
    toast(words("saved"));
    await load();
  }
  const until = known && new Intl.DateTimeFormat(language.value, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(known.until);
  return (
    <Part title={words("shift.title")} about={words("shift.how")} testid="shift" onSave={() => void save()} {...(wrong ? { wrong: words(wrong.pointer.startsWith("/buffer") ? "shift.buffer.wrong" : "wrong.hours") } : {})}>
      {known && until && <p data-testid="shift-phase">{words(`shift.${known.phase}`, { until })}</p>}
      <Check label={words("shift.own")} hint={words("shift.ownHow")} value={plan !== null} onValue={(on) => setPlan(on ? { ...usualHours(), buffer: BUFFER } : null)} data-testid="shift-own" />
      {plan && <HoursForm own={plan} onOwn={setPlan} />}
      {plan && <Span label={words("shift.buffer")} hint={words("shift.bufferHow")} value={plan.buffer} onValue={(buffer) => setPlan({ ...plan, buffer: buffer ?? 0 })} testid="shift-buffer" />}
    </Part>
  );
}
