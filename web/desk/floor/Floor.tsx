import { useEffect, useMemo, useState } from "preact/hooks";
import { Button, IconButton } from "../../ui/Button.tsx";
import { teams as everyTeam, type Team } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { place, toFloor, toInbox } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { Big } from "./Big.tsx";
import { FloorContext, type FloorTools } from "./context.ts";
import { Figures } from "./Figures.tsx";
import { Floor as Live } from "./floor.ts";
import { ordered } from "./model.ts";
import { Moving, type Target } from "./moving.ts";
import { People } from "./People.tsx";
import { Queue } from "./Queue.tsx";
import { words } from "./say.ts";
import { Windows, type Shown } from "./Windows.tsx";
import "./floor.css";

/** The floor: who does what, who waits, what comes close to its bar; talks are moved here from hand to hand. */
export default function Floor() {
  const desk = useDesk();
  const [teams, setTeams] = useState<readonly Team[]>([]);
  const [shown, setShown] = useState<Shown | null>(null);
  const floor = useMemo(() => new Live(desk), [desk]);
  useEffect(() => () => floor.stop(), [floor]);
  useEffect(() => void everyTeam().then(setTeams, () => undefined), []);
  const teamName = (id: number): string => teams.find((one) => one.id === id)?.name ?? words(id === 0 ? "team.none" : "team.unknown");
  const moving = useMemo(() => new Moving(desk, (target: Target) => (target.kind === "person" ? (floor.board.peek().people.get(target.id)?.name ?? "") : words("queue.of", { name: teamName(target.id) }))), [desk, floor, teams]);
  const big = place.value.big === true;
  useEscape(big);

  if (floor.refused.value) return <section class="floor" id="page" tabIndex={-1}><div class="empty"><p>{words("refused")}</p><Button onClick={toInbox}>{say("rail.all")}</Button></div></section>;
  const tools: FloorTools = { floor, moving, teams, teamName, open: setShown };
  if (big) return <FloorContext.Provider value={tools}><Big /></FloorContext.Provider>;
  return (
    <FloorContext.Provider value={tools}>
      <section class="floor" id="page" tabIndex={-1} aria-label={say("floor.title")} data-testid="floor" data-known={floor.board.value.known}>
        <header class="floor-head">
          <span class="phone"><IconButton icon="back" label={words("back")} onClick={toInbox} /></span>
          <h2>{say("floor.title")}</h2>
          <Figures />
          <div class="floor-acts">
            <Button onClick={() => setShown({ kind: "bars" })} data-testid="bars">{words("bars")}</Button>
            <Button onClick={() => setShown({ kind: "alerts" })} data-testid="alerts">{words("alerts")}</Button>
            <span class="wide"><Button icon="screen" onClick={() => toFloor(true)} data-testid="big">{words("big")}</Button></span>
          </div>
        </header>
        {floor.board.value.known
          ? <div class="floor-body"><Queue /><People people={ordered(floor.board.value.people.values())} /></div>
          : <p class="empty" role="status">{words("loading")}</p>}
        <p class="hidden" role="status" aria-live="assertive" data-testid="floor-told">{moving.told.value}</p>
        <Ghost />
        {shown && <Windows shown={shown} onClose={() => setShown(null)} />}
      </section>
    </FloorContext.Provider>
  );

  /** What the pointer carries. */
  function Ghost() {
    const grab = moving.grab.value;
    if (grab === null || grab.by !== "pointer") return null;
    return <div class="floor-ghost" aria-hidden="true" style={{ transform: `translate(${grab.x + 12}px, ${grab.y + 8}px)` }}>{grab.talk.name ?? `№ ${grab.talk.no}`}</div>;
  }
}

/** On the big screen the way out is Escape, without a button that nobody there can reach. */
function useEscape(big: boolean): void {
  useEffect(() => {
    if (!big) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      toFloor();
    };
    addEventListener("keydown", onKey, true);
    return () => removeEventListener("keydown", onKey, true);
  }, [big]);
}
