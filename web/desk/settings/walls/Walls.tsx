import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Select } from "../../../ui/Inputs.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { useDesk } from "../../state/desk.ts";
import { speech } from "../../state/settings.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import { ask } from "../requests.ts";
import { say as frame } from "../say.ts";
import { words } from "./words.ts";
import "../../people/people.css";
import "../skills/skills.css";

interface Wall { id: number; name: string; made_by: string | null; made_at: string; expires_at: string | null; seen_at: string | null; over: boolean; stopped: boolean }
const DAYS = ["0", "1", "7", "30", "366"] as const;
const AT = "/api/floor/walls";
/** So often (ms) «last seen» is looked at again. */
const AGAIN = 15_000;

/** Screens on walls: who may read the floor's figures without signing in, when each was last seen. */
export default function Walls() {
  const [walls, setWalls] = useState<readonly Wall[] | null | "failed">(null);
  const load = async (): Promise<void> => {
    const answer = await ask<{ walls: Wall[] }>("GET", AT);
    setWalls((before) => (answer.ok ? answer.body.walls : (before ?? "failed")));
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), AGAIN);
    return () => clearInterval(timer);
  }, []);
  const title = frame("page.walls");
  if (walls === null || walls === "failed") return <Frame title={title}><p role="status">{words(walls === null ? "loading" : "failed")}</p></Frame>;
  return (
    <Frame title={title} about={words("how")}>
      {walls.length === 0 && <div class="set-part" data-testid="no-walls"><strong>{words("none")}</strong><p>{words("noneHow")}</p></div>}
      <ul class="set-rows">{walls.map((one) => <Row key={one.id} wall={one} onWalls={setWalls} />)}</ul>
      <Make onWalls={setWalls} />
    </Frame>
  );
}

function Row({ wall, onWalls }: { wall: Wall; onWalls: (walls: readonly Wall[]) => void }) {
  const { now } = useDesk();
  const [asked, setAsked] = useState(false);
  const day = (time: string): string => `${speech.value.day(Date.parse(time), now.value)}, ${speech.value.clock(Date.parse(time))}`;
  const holds = wall.stopped ? words("stoppedHow") : wall.over ? words("over") : wall.expires_at === null ? words("always") : words("until", { time: day(wall.expires_at) });
  async function off(): Promise<void> {
    const answer = await ask<{ walls: Wall[] }>("DELETE", `${AT}/${wall.id}`);
    if (!answer.ok) return toast(words("wrong"), { tone: "late" });
    toast(words("off.done", { name: wall.name }));
    onWalls(answer.body.walls);
  }
  return (
    <li class="skill-line" data-testid="wall-row" data-name={wall.name} data-seen={wall.seen_at !== null} data-stopped={wall.stopped}>
      <div class="set-row">
        <strong>{wall.name} {wall.stopped && <Pill tone="late">{words("stopped")}</Pill>}</strong>
        <span class="quiet">{wall.seen_at === null ? words("unseen") : words("seen", { ago: speech.value.ago(Date.parse(wall.seen_at), now.value) })} · {holds}{wall.made_by && ` · ${words("by", { name: wall.made_by })}`}</span>
      </div>
      {asked
        ? <><Button look="danger" onClick={() => void off()} data-testid="wall-off-sure">{words("off.sure")}</Button><Button look="quiet" onClick={() => setAsked(false)}>{words("off.keep")}</Button></>
        : <IconButton icon="trash" label={words("off", { name: wall.name })} onClick={() => setAsked(true)} data-testid="wall-off" />}
    </li>
  );
}

function Make({ onWalls }: { onWalls: (walls: readonly Wall[]) => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState<(typeof DAYS)[number]>("0");
  const [wrong, setWrong] = useState("");
  const [made, setMade] = useState<{ name: string; link: string } | null>(null);
  const [copied, setCopied] = useState(false);
  async function make(event: Event): Promise<void> {
    event.preventDefault();
    const answer = await ask<{ walls: Wall[]; link: string }>("POST", AT, { name, days: days === "0" ? null : Number(days) });
    if (!answer.ok) return setWrong(words(answer.refusal.code === "too_many" ? "many" : answer.refusal.pointer === "/name" ? "name.wrong" : "wrong"));
    setMade({ name: name.trim(), link: answer.body.link });
    setCopied(false);
    setName("");
    onWalls(answer.body.walls);
  }
  return (
    <section class="set-part">
      <h3>{words("new")}</h3>
      <form class="form" noValidate onSubmit={(event) => void make(event)}>
        <div class="set-pair">
          <Field label={words("name")} value={name} maxLength={60} data-testid="wall-name" onValue={(next) => { setWrong(""); setName(next); }} {...(wrong ? { error: wrong } : {})} />
          <Select label={words("lasts")} value={days} data-testid="wall-days" options={DAYS.map((one) => [one, words(`lasts.${one}`)] as const)} onValue={setDays} />
        </div>
        <div><Button look="main" type="submit" data-testid="wall-make">{words("make")}</Button></div>
      </form>
      {made && (
        <div class="form-part" role="status">
          <p>{words("link.how")}</p>
          <div class="link-row">
            <input class="link-text" readOnly value={made.link} aria-label={words("link", { name: made.name })} data-testid="wall-link" onFocus={(event) => event.currentTarget.select()} />
            <Button icon="copy" onClick={() => void navigator.clipboard?.writeText(made.link).then(() => setCopied(true), () => undefined)}>{words(copied ? "copied" : "copy")}</Button>
          </div>
        </div>
      )}
    </section>
  );
}
