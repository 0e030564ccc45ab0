import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { Frame } from "../../settings/Frame.tsx";
import { say } from "../../settings/say.ts";
import { useDesk } from "../../state/desk.ts";
import { language } from "../../state/settings.ts";
import { toast } from "../../state/toasts.ts";
import type { Reply } from "../library.ts";
import { search } from "../search.ts";
import { words } from "../words/page.ts";
import { Editor } from "./Editor.tsx";
import "./page.css";

/** The library of saved replies: found, made, changed, carried to other desks and back. */
export default function Library() {
  const { library } = useDesk();
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState<Reply | "new" | null>(null);
  const { replies } = library.shelf.value;
  const state = library.state.value;
  useEffect(() => { void library.load(true); void library.loadTeams(); }, []);
  const found = useMemo(() => (query.trim() ? search(replies, query) : replies), [replies, query]);
  const file = useRef<HTMLInputElement>(null);

  async function bring(list: FileList | null): Promise<void> {
    const text = await list?.[0]?.text();
    if (text === undefined) return;
    const refused = await library.take(text);
    if (refused === null) return toast(words("imported"));
    toast(words("error.file", { place: [refused.pointer, refused.name].filter(Boolean).join(" ") || refused.code }), { tone: "late" });
  }
  const acts = (
    <>
      <input ref={file} type="file" accept=".json,.csv,application/json,text/csv" class="hidden" tabIndex={-1} aria-hidden="true" data-testid="canned-file"
        onChange={(event) => { void bring(event.currentTarget.files); event.currentTarget.value = ""; }} />
      <Button onClick={() => file.current?.click()} data-testid="canned-import">{words("import")}</Button>
      <Button look="main" onClick={() => setOpen("new")} data-testid="canned-new">{words("new")}</Button>
    </>
  );
  if (open !== null) return <Editor reply={open === "new" ? null : (replies.find((one) => one.id === open.id) ?? open)} onDone={() => setOpen(null)} />;
  return (
    <Frame title={say("page.canned")} about={words("about")} acts={acts}>
      {state !== "here" && (
        <div role="status" class="set-part">
          <p>{words(state === "failed" ? "failed" : "loading")}</p>
          {state === "failed" && <Button onClick={() => void library.load(true)}>{words("again")}</Button>}
        </div>
      )}
      {state === "here" && replies.length === 0 && (
        <div class="set-part" data-testid="canned-empty"><strong>{words("empty")}</strong><p class="quiet">{words("emptyHow")}</p></div>
      )}
      {replies.length > 0 && (
        <div class="set-part">
          <div class="field"><input type="search" value={query} aria-label={words("search")} placeholder={words("search")} data-testid="canned-search" onInput={(event) => setQuery(event.currentTarget.value)} /></div>
          {found.length === 0 && <p class="quiet" role="status">{words("none")}</p>}
          {folders(found, query).map(([folder, inside]) => (
            <section key={folder} class="can-folder">
              <h3 dir="auto">{folder || words("folderNone")}</h3>
              <ul>{inside.map((reply) => <li key={reply.id}><Line reply={reply} onOpen={() => setOpen(reply)} /></li>)}</ul>
            </section>
          ))}
        </div>
      )}
      {replies.length > 0 && <Carry />}
      {library.shelf.value.manages && <Switch />}
    </Frame>
  );
}

/** In the order of folders; a search has one order of its own, so folders stand where their best reply does. */
function folders(replies: readonly Reply[], query: string): [string, Reply[]][] {
  const found = new Map<string, Reply[]>();
  for (const reply of replies) found.set(reply.folder, [...(found.get(reply.folder) ?? []), reply]);
  const all = [...found];
  return query.trim() ? all : all.sort(([a], [b]) => Number(a === "") - Number(b === "") || a.localeCompare(b));
}

function Line({ reply, onOpen }: { reply: Reply; onOpen: () => void }) {
  const share = reply.used > 0 ? Math.round((100 * reply.unedited) / reply.used) : 0;
  return (
    <button type="button" class="can-line" onClick={onOpen} data-testid="canned-line" data-id={reply.id}>
      <span class="can-title"><b dir="auto">{reply.title}</b>{reply.shortcut && <kbd>/{reply.shortcut}</kbd>}<Pill>{words(`scope.${reply.scope}`)}</Pill></span>
      <span class="can-text" dir="auto">{reply.texts[language.value] ?? Object.values(reply.texts)[0]}</span>
      <small class="quiet">{reply.used > 0 ? `${words("used", { count: reply.used })} · ${words("unedited", { share })}` : words("unused")}</small>
    </button>
  );
}

function Carry() {
  return (
    <section class="set-part">
      <h3>{words("export")}</h3>
      <p class="can-carry">
        <a class="btn btn-plain" href="/api/canned/export?form=json" download>{words("exportJson")}</a>
        <a class="btn btn-plain" href="/api/canned/export?form=csv" download data-testid="canned-csv">{words("exportCsv")}</a>
      </p>
    </section>
  );
}

function Switch() {
  const { library } = useDesk();
  const { off } = library.shelf.value;
  return (
    <fieldset class="set-part choice">
      <legend>{words("on")}</legend>
      <p class="quiet">{words("onHow")}</p>
      <label>
        <input type="checkbox" checked={!off.includes(0)} onChange={(event) => void library.turn(event.currentTarget.checked, null)} data-testid="canned-on" />
        <span>{words("scope.all")}</span>
      </label>
      {library.teams.value.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" disabled={off.includes(0)} checked={!off.includes(0) && !off.includes(id)} onChange={(event) => void library.turn(event.currentTarget.checked, id)} />
          <span dir="auto">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
