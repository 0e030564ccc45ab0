import { Avatar } from "../../ui/Avatar.tsx";
import { IconButton } from "../../ui/Button.tsx";
import { chats } from "../model/facts.ts";
import type { Part } from "../manager/manager.ts";
import { words as managerWords } from "../manager/words.ts";
import { LoadDots } from "../screens/LoadDots.tsx";
import type { Colleague, Team } from "../state/api.ts";
import { say } from "../state/settings.ts";
import { stateName } from "../state/named.ts";
import { isFull, type To } from "./likely.ts";
import { words } from "./words.ts";

interface Props {
  to: To;
  onTo: (to: To) => void;
  /** At once, by the arrow in its line. */
  onHand: (to: To) => void;
  list: readonly Colleague[];
  teams: readonly Team[];
  everybody: boolean;
  queue: boolean;
  me: number;
  /** What somebody is to this visitor. */
  part: (one: Colleague) => Part | null;
}

/** A choice for the keyboard, and an arrow in each line for the pointer: two clicks hand a talk over. */
export function Whom({ to, onTo, onHand, list, teams, everybody, queue, me, part }: Props) {
  const line = (key: string, whom: To, on: boolean, name: string, body: preact.ComponentChildren, test: Record<`data-${string}`, string>) => (
    <div class="whom" key={key}>
      <label><input type="radio" name="to" checked={on} onChange={() => onTo(whom)} {...test} />{body}</label>
      <IconButton icon="go" label={words("transfer.now", { name })} tabIndex={-1} onClick={() => onHand(whom)} data-testid={`${test["data-testid"]}-now`} />
    </div>
  );
  const hint = <span class="quiet">{say("transfer.queueHint")}</span>;
  return (
    <fieldset class="choice">
      <legend>{say("transfer.to")}</legend>
      {queue && line("queue", { kind: "queue" }, to.kind === "queue", say("transfer.queue"), <span>{say("transfer.queue")} {hint}</span>, { "data-testid": "transfer-queue" })}
      {list.map((one) => line(`one ${one.id}`, { kind: "colleague", one }, to.kind === "colleague" && to.one.id === one.id, one.name, <Person one={one} me={me} part={part(one)} />,
        { "data-testid": "transfer-to", "data-operator": String(one.id) }))}
      {teams.map((one) => line(`team ${one.id}`, { kind: "team", one }, to.kind === "team" && to.one.id === one.id, one.name,
        <span>{say("transfer.team", { name: one.name })} {hint}</span>, { "data-testid": "transfer-team", "data-team": one.name }))}
      {everybody && line("everybody", { kind: "everybody" }, to.kind === "everybody", say("transfer.everybody"), <span>{say("transfer.everybody")} {hint}</span>, { "data-testid": "transfer-everybody" })}
    </fieldset>
  );
}

function Person({ one, me, part }: { one: Colleague; me: number; part: Part | null }) {
  const [load, limit, over] = [chats(one.load), chats(one.limit), chats(one.load - one.limit)];
  const does = one.online ? stateName(one.state, one.named) : say("transfer.offline");
  const told = [part && managerWords(part), does, one.comment, say(over > 0 ? "state.above" : "state.load", { load, limit, over })].filter(Boolean).join(" · ");
  return (
    <>
      <Avatar name={one.name} size={32} online={one.online} picture={one.picture} />
      <span class="whom-who">
        <span>{one.id === me ? words("transfer.me", { name: one.name }) : one.name}</span>
        <span class="quiet" data-testid="transfer-told" data-full={isFull(one)}><i class="state-dot" data-state={one.online ? one.state : "offline"} aria-hidden="true" />{told}</span>
      </span>
      <span class={isFull(one) ? "whom-load whom-full" : "whom-load"}><LoadDots load={Math.round(load)} limit={Math.round(limit)} /></span>
    </>
  );
}
