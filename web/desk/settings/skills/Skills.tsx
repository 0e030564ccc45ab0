import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Select } from "../../../ui/Inputs.tsx";
import { answers, colleagues, type Colleague } from "../../state/api.ts";
import { languageName } from "../../state/languages.ts";
import { language } from "../../state/settings.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import { ask } from "../requests.ts";
import { say as frame } from "../say.ts";
import { SkillEditor, type Skill } from "./SkillEditor.tsx";
import { words } from "./words.ts";
import "./skills.css";

/** What people must know for which chats, who knows how much of it, and who stands in for whom. */
export default function Skills() {
  const [skills, setSkills] = useState<readonly Skill[] | null | "failed">(null);
  const [people, setPeople] = useState<readonly Colleague[]>([]);
  const [open, setOpen] = useState<number | null>(null);
  const load = async (): Promise<void> => {
    const answer = await ask<{ skills: Skill[] }>("GET", "/api/skills");
    setSkills(answer.ok ? answer.body.skills : "failed");
  };
  useEffect(() => {
    void load();
    void colleagues(language.peek()).then((list) => setPeople(list.filter(answers)), () => undefined);
  }, []);

  async function remove(skill: Skill): Promise<void> {
    const answer = await ask("DELETE", `/api/skills/${skill.id}`);
    toast(answer.ok ? words("removed", { name: skill.name }) : words("wrong.other"), answer.ok ? {} : { tone: "late" });
    await load();
  }
  const done = async (): Promise<void> => {
    setOpen(null);
    await load();
  };
  const title = frame("page.skills");
  if (skills === null || skills === "failed") return <Frame title={title}><p role="status">{words(skills === null ? "loading" : "failed")}</p></Frame>;
  return (
    <Frame title={title} about={words("how")} acts={<Button look="main" icon="plus" onClick={() => setOpen(0)} data-testid="skill-add">{words("add")}</Button>}>
      {open === 0 && <SkillEditor people={people} onDone={() => void done()} onCancel={() => setOpen(null)} />}
      {skills.length === 0 && open === null && <div class="set-part" data-testid="no-skills"><strong>{words("none")}</strong><p>{words("none.how")}</p></div>}
      <ul class="set-rows">
        {skills.map((one) => (
          <li key={one.id} data-testid="skill" data-name={one.name}>
            {open === one.id ? <SkillEditor of={one} people={people} onDone={() => void done()} onCancel={() => setOpen(null)} /> : (
              <div class="skill-line">
                <button type="button" class="set-row" onClick={() => setOpen(one.id)} data-testid="skill-open">
                  <strong>{one.name}</strong>
                  <span class="quiet">{[needs(one), words("has", { count: Object.keys(one.people).length })].join(" · ")}</span>
                </button>
                <IconButton icon="trash" label={words("remove", { name: one.name })} onClick={() => void remove(one)} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {people.length > 1 && <Deputies people={people} />}
    </Frame>
  );
}

function needs({ topics, languages, verified }: Skill): string {
  const what = [...topics, ...languages.map(languageName), ...(verified ? [words("needsVerified")] : [])];
  return what.length === 0 ? words("needsNothing") : words("needs", { what: what.join(", ") });
}

function Deputies({ people }: { people: readonly Colleague[] }) {
  const [deputies, setDeputies] = useState<Record<string, number>>({});
  const [wrong, setWrong] = useState<number | null>(null);
  useEffect(() => void ask<{ deputies: Record<string, number> }>("GET", "/api/deputies").then((answer) => answer.ok && setDeputies(answer.body.deputies)), []);

  async function put(operator: number, deputy: number | null): Promise<void> {
    const answer = await ask<{ deputies: Record<string, number> }>("PUT", `/api/deputies/${operator}`, { deputy });
    setWrong(answer.ok ? null : operator);
    if (!answer.ok) return;
    setDeputies(answer.body.deputies);
    toast(words("saved"));
  }
  return (
    <section class="set-part" data-testid="deputies">
      <h3>{words("deputies")}</h3>
      <p class="quiet">{words("deputies.how")}</p>
      <div class="set-pair">
        {people.map((one) => (
          <Select key={one.id} label={words("deputy", { name: one.name })} value={String(deputies[one.id] ?? "")} data-testid={`deputy-${one.id}`} {...(wrong === one.id ? { error: words("wrong.circle") } : {})}
            options={[["", words("nobody")], ...people.filter((other) => other.id !== one.id).map((other) => [String(other.id), other.name] as const)]} onValue={(id) => void put(one.id, id === "" ? null : Number(id))} />
        ))}
      </div>
    </section>
  );
}
