import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Area, Check } from "../../../ui/Inputs.tsx";
import type { Colleague } from "../../state/api.ts";
import { toast } from "../../state/toasts.ts";
import { ask, type Refusal } from "../requests.ts";
import { words } from "./words.ts";

/** `people`: operator → how much of it, 1 to 100. */
export interface Skill { id: number; name: string; topics: string[]; languages: string[]; verified: boolean; least: number; people: Record<string, number> }

const lines = (text: string): string[] => text.split("\n").map((one) => one.trim()).filter(Boolean);

interface Props { of?: Skill; people: readonly Colleague[]; onDone: () => void; onCancel: () => void }

/** One skill while it is made or changed, with everybody's level. */
export function SkillEditor({ of, people, onDone, onCancel }: Props) {
  const [name, setName] = useState(of?.name ?? "");
  const [topics, setTopics] = useState(of?.topics.join("\n") ?? "");
  const [languages, setLanguages] = useState(of?.languages.join("\n") ?? "");
  const [verified, setVerified] = useState(of?.verified ?? false);
  const [least, setLeast] = useState(String(of?.least ?? 1));
  const [levels, setLevels] = useState<Record<string, string>>(Object.fromEntries(Object.entries(of?.people ?? {}).map(([id, level]) => [id, String(level)])));
  const [wrong, setWrong] = useState<{ at: string; refusal: Refusal } | null>(null);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const body = { name, topics: lines(topics), languages: lines(languages), verified, least: Math.round(Number(least)) || 0 };
    const answer = await ask<{ skills: Skill[] }>(of ? "PUT" : "POST", of ? `/api/skills/${of.id}` : "/api/skills", body);
    if (!answer.ok) return setWrong({ at: answer.refusal.pointer, refusal: answer.refusal });
    const made = of?.id ?? Math.max(...answer.body.skills.map((one) => one.id));
    for (const one of people) {
      const level = levels[one.id]?.trim() ? Math.round(Number(levels[one.id])) || 0 : null;
      if ((of?.people[one.id] ?? null) === level) continue;
      const known = await ask("PUT", `/api/skills/${made}/people/${one.id}`, { level });
      if (!known.ok) return setWrong({ at: `person ${one.id}`, refusal: known.refusal });
    }
    toast(words("saved"));
    onDone();
  }
  const at = (place: string): { error?: string } => (wrong?.at === place ? { error: sentence(wrong.refusal, place) } : {});
  const known = ["/name", "/topics", "/languages", "/least", ...people.map((one) => `person ${one.id}`)];
  return (
    <form class="form set-item" noValidate onSubmit={(event) => void save(event)} data-testid="skill-form">
      <Field label={words("name")} value={name} onValue={setName} maxLength={100} autofocus data-testid="skill-name" {...at("/name")} />
      <div class="set-pair">
        <Area label={words("topics")} hint={words("lines")} value={topics} onValue={setTopics} rows={3} data-testid="skill-topics" {...at("/topics")} />
        <Area label={words("languages")} hint={words("lines")} value={languages} onValue={setLanguages} rows={3} data-testid="skill-languages" {...at("/languages")} />
      </div>
      <Check label={words("verified")} value={verified} onValue={setVerified} data-testid="skill-verified" />
      <Field type="number" label={words("least")} value={least} onValue={setLeast} min={1} max={100} data-testid="skill-least" {...at("/least")} />
      <fieldset class="skill-people">
        <legend>{words("people")}</legend>
        {people.map((one) => (
          <Field key={one.id} type="number" label={one.name} value={levels[one.id] ?? ""} min={1} max={100} onValue={(level) => setLevels({ ...levels, [one.id]: level })} data-testid={`level-${one.id}`} {...at(`person ${one.id}`)} />
        ))}
      </fieldset>
      {wrong && !known.includes(wrong.at) && <p class="field-error" role="alert">{sentence(wrong.refusal, wrong.at)}</p>}
      <div class="set-buttons">
        <Button look="main" type="submit" data-testid="skill-save">{words("save")}</Button>
        <Button onClick={onCancel}>{words("cancel")}</Button>
      </div>
    </form>
  );
}

function sentence({ code }: Refusal, place: string): string {
  if (code === "name_in_use") return words("wrong.name_in_use");
  return place === "/least" || place.startsWith("person ") ? words("wrong.level") : words("wrong.other");
}
