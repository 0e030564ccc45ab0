import { useEffect } from "preact/hooks";
import { IconButton } from "../../ui/Button.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { Later } from "../screens/Later.tsx";
import { useDesk } from "../state/desk.ts";
import { place, toInbox, toSettings } from "../state/place.ts";
import { Frame } from "./Frame.tsx";
import { GROUPS, pagesFor, type SettingsPage } from "./pages.ts";
import { say } from "./say.ts";
import "./settings.css";

/** The settings: the list of pages and the one that is open. On a phone they are two screens. */
export default function Settings() {
  const { me } = useDesk();
  const pages = pagesFor(me);
  const path = place.value.path ?? [];
  const open = pages.find((page) => page.id === path[0]);
  useEffect(focusList, []);
  useEffect(() => {
    const stops = pages.map((page) => page.badge?.watch());
    return () => stops.forEach((stop) => stop?.());
  }, []);
  return (
    <div class="set" data-page={path.length > 0 ? "open" : "none"} data-testid="settings-screen">
      <PageList pages={pages} open={open?.id ?? null} />
      {open && <Later key={open.id} load={open.load} given={{ path: path.slice(1) }} />}
      {!open && (path.length > 0 ? <Unknown /> : <section class="set-page set-none" id="page" tabIndex={-1}><p class="quiet">{say("settings.choose")}</p></section>)}
    </div>
  );
}

function PageList({ pages, open }: { pages: readonly SettingsPage[]; open: string | null }) {
  return (
    <nav class="set-list" aria-label={say("settings.pages")} data-testid="settings-list">
      <header>
        <IconButton icon="back" label={say("settings.back")} onClick={toInbox} data-testid="settings-back" />
        <h2>{say("settings.title")}</h2>
      </header>
      {GROUPS.map((group) => {
        const inside = pages.filter((page) => page.group === group);
        return inside.length > 0 && (
          <div key={group}>
            <h3>{say(`group.${group}`)}</h3>
            <ul>{inside.map((page) => <li key={page.id}><PageLink page={page} current={page.id === open} /></li>)}</ul>
          </div>
        );
      })}
    </nav>
  );
}

function PageLink({ page, current }: { page: SettingsPage; current: boolean }) {
  const waits = page.badge?.count.value ?? 0;
  function open(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toSettings(page.id);
  }
  return (
    <a class="set-link" href={`#/settings/${page.id}`} aria-current={current ? "page" : undefined} data-testid={`settings-${page.id}`} onClick={open}>
      <span>{say(page.title)}</span>
      {waits > 0 && <><Pill tone="new"><span aria-hidden="true">{waits}</span></Pill><span class="hidden">{say("badge.waiting", { count: waits })}</span></>}
    </a>
  );
}

function Unknown() {
  return <Frame title={say("settings.unknown")}><p>{say("settings.unknownHow")}</p></Frame>;
}

/** The keyboard begins at the page that is open, or at the first one. */
function focusList(): void {
  const list = document.querySelector<HTMLElement>(".set-list");
  if (!list?.checkVisibility()) return;
  (list.querySelector<HTMLElement>("a[aria-current]") ?? list.querySelector<HTMLElement>("a"))?.focus();
}
