import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { deviceOf } from "../model/device.ts";
import { toast } from "../state/toasts.ts";
import { request, type Session } from "./api.ts";
import { refused, when } from "./told.ts";
import { words } from "./words.ts";

interface Props {
  /** `/api/sessions`, or somebody's. */
  at: string;
  title: string;
  endAll: string;
}

/** Where somebody is signed in; each place can be ended, and all of them (or all others) together. */
export function Sessions({ at, title, endAll }: Props) {
  const [list, setList] = useState<readonly Session[] | null>(null);

  async function load(): Promise<void> {
    const answer = await request<{ sessions: Session[] }>("GET", at);
    if (answer.ok) setList(answer.value.sessions);
  }
  useEffect(() => void load(), [at]);

  async function end(path: string): Promise<void> {
    const answer = await request<{ ended: number }>("DELETE", path);
    if (answer.ok) toast(words("session.ended", { count: answer.value.ended }));
    else refused(answer);
    await load();
  }

  const others = (list ?? []).filter((one) => !one.mine);
  return (
    <section class="set-part">
      <h3>{title}</h3>
      {list?.length === 0 && <p class="quiet">{words("session.none")}</p>}
      <ul class="people" data-testid="sessions">
        {list?.map((one) => (
          <li key={one.id} class="person" data-testid="session">
            <div class="person-who">
              <strong>{nameOf(one)}</strong>
              <p class="quiet">{words("session.from", { address: one.address || "—", when: when(one.seen_at) })}</p>
            </div>
            {one.mine ? <Pill tone="good">{words("session.this")}</Pill>
              : <IconButton icon="close" label={words("session.end", { name: nameOf(one) })} onClick={() => void end(`${at}/${one.id}`)} data-testid="session-end" />}
          </li>
        ))}
      </ul>
      {others.length > 0 && <div><Button onClick={() => void end(at)} data-testid="sessions-end">{endAll}</Button></div>}
    </section>
  );
}

const nameOf = (one: Session): string => deviceOf(one.agent).join(" · ") || words("session.unknown");
