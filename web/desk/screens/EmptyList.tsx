import type { Tab } from "../model/rows.ts";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";

/** The demo site lives beside the desk on its own name, only where Pult runs on this very machine. */
function demoSite(): string | null {
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
  return local ? `${location.protocol}//demo.localhost${location.port ? `:${location.port}` : ""}/` : null;
}

/** An empty list says what will stand here and how to get the first one. */
export function EmptyList({ tab }: { tab: Tab }) {
  const { list } = useDesk();
  if (!list.known.value) return <p class="empty" role="status">{say("empty.loading")}</p>;
  const queued = list.counts.value.queue;
  const demo = demoSite();
  const how = tab === "mine" && queued > 0 ? say("empty.mineHowSome", { count: queued }) : say(`empty.${tab}How`);
  return (
    <div class="empty" data-testid="empty-list">
      <strong>{say(`empty.${tab}`)}</strong>
      <p>{how}</p>
      {tab === "queue" && demo && <a class="link" href={demo} target="_blank" rel="noreferrer">{say("empty.queueDemo")}</a>}
    </div>
  );
}
