import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Icon } from "../../ui/Icon.tsx";
import { useDesk } from "../state/desk.ts";
import { find, LEAST, type Everything } from "./find.ts";
import { groupsOf, type Group, type Item } from "./items.ts";
import { words } from "./say.ts";
import "./search.css";

/** A pause in typing (ms) after which the server is asked. */
const PAUSE = 120;
type State = "still" | "asking" | "failed";

/** Search everywhere: arrows choose, Enter opens, whatever the layout. */
export default function Palette({ onDone }: { onDone: () => void }) {
  const desk = useDesk();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const { found, state } = useFound(query.trim());
  const groups = useMemo(() => groupsOf(desk, query.trim(), found), [query, found]);
  const items = groups.flatMap((group) => group.items);
  const chosen = items[Math.min(at, items.length - 1)];
  const field = useRef<HTMLInputElement>(null);
  // at once: what is typed right behind the key belongs here
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => setAt(0), [query]);
  useEffect(() => document.getElementById(`found-${chosen?.id}`)?.scrollIntoView({ block: "nearest" }), [chosen?.id]);

  function run(item: Item): void {
    onDone();
    item.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setAt((now) => (Math.min(now, items.length - 1) + by + items.length) % Math.max(1, items.length));
    else if (event.key === "Enter" && chosen && !event.isComposing) run(chosen);
    else return;
    event.preventDefault();
  }

  return (
    <div class="search">
      <input ref={field} type="text" class="search-field" role="combobox" aria-label={words("search.what")} placeholder={words("search.what")} value={query}
        maxLength={100} autocomplete="off" spellcheck={false} aria-expanded="true" aria-controls="found" aria-autocomplete="list"
        aria-activedescendant={chosen ? `found-${chosen.id}` : undefined} data-testid="search-field"
        onInput={(event) => setQuery(event.currentTarget.value)} onKeyDown={onKeyDown} />
      <div class="search-found" id="found" role="listbox" aria-label={words("search.what")} data-testid="search-found" data-state={state}>
        {groups.map((group) => <Lines key={group.id} group={group} chosen={chosen} onRun={run} />)}
      </div>
      <Told query={query.trim()} state={state} found={found} count={items.length} />
      <p class="search-hint quiet" aria-hidden="true">{words("search.hint")}</p>
    </div>
  );
}

function Lines({ group, chosen, onRun }: { group: Group; chosen: Item | undefined; onRun: (item: Item) => void }) {
  return (
    <div role="group" aria-label={words(`search.${group.id}`)} data-testid={`search-${group.id}`}>
      <p class="search-group" aria-hidden="true">{words(`search.${group.id}`)}</p>
      {group.items.map((item) => (
        <div key={item.id} id={`found-${item.id}`} role="option" class="search-line" aria-selected={item === chosen} data-testid="search-line"
          onClick={() => onRun(item)}>
          <Icon name={item.icon} size={18} />
          <span class="search-words"><strong>{item.name}</strong>{item.more && <span class="search-more">{item.more}</span>}</span>
          {item.side && <span class="search-side">{item.side}</span>}
        </div>
      ))}
    </div>
  );
}

function Told({ query, state, found, count }: { query: string; state: State; found: Everything | null; count: number }) {
  if (query.length < LEAST) return <p class="hidden" role="status" />;
  if (state === "failed") return <p class="search-told" role="alert">{words("search.failed")}</p>;
  if (state === "asking" && count === 0) return <p class="search-told" role="status">{words("search.asking")}</p>;
  if (found?.partial) return <p class="search-told" role="status">{words("search.partial")}</p>;
  if (count > 0) return <p class="hidden" role="status">{words("search.count", { count })}</p>;
  return <div class="search-told" role="status"><strong>{words("search.nothing", { query })}</strong><p>{words("search.nothingHow")}</p></div>;
}

/** What the server finds; the answer to an older question is never shown for a newer one. */
function useFound(query: string): { found: Everything | null; state: State } {
  const [found, setFound] = useState<Everything | null>(null);
  const [state, setState] = useState<State>("still");
  useEffect(() => {
    if (query.length < LEAST) {
      setFound(null);
      setState("still");
      return;
    }
    let wanted = true;
    setState("asking");
    const timer = setTimeout(() => void find(query).then((answer) => {
      if (!wanted) return;
      setFound(answer);
      setState(answer === null ? "failed" : "still");
    }), PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query]);
  return { found, state };
}
