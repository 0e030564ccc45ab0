import { useEffect, useRef, useState } from "preact/hooks";
import { createTray } from "../../../core/tray.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { TrayRow } from "../../../ui/TrayRow.tsx";
import { fileWords } from "../../screens/files.tsx";
import { Frame } from "../../settings/Frame.tsx";
import { useDesk } from "../../state/desk.ts";
import { language } from "../../state/settings.ts";
import type { Refused, Reply, Scope } from "../library.ts";
import { words } from "../words/page.ts";
import { Texts } from "./Texts.tsx";

/** One saved reply, new or known. What is refused is said at its field; nothing that was written goes away. */
export function Editor({ reply, onDone }: { reply: Reply | null; onDone: () => void }) {
  const { library } = useDesk();
  const { manages } = library.shelf.value;
  const teams = library.teams.value;
  const [title, setTitle] = useState(reply?.title ?? "");
  const [folder, setFolder] = useState(reply?.folder ?? "");
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "");
  const [scope, setScope] = useState<Scope>(reply?.scope ?? "own");
  const [team, setTeam] = useState(reply?.team ?? teams[0]?.id ?? null);
  const [texts, setTexts] = useState<Record<string, string>>(reply ? { ...reply.texts } : { [language.value]: "" });
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const [tray] = useState(() => createTray({ target: (id) => Promise.resolve({ url: `/api/files/${id}`, headers: {} }) }));
  const attach = useRef<HTMLInputElement>(null);
  useEffect(() => tray.put(reply?.files ?? []), []);
  const may = reply?.mine ?? true;
  const scopes: readonly Scope[] = ["own", ...(manages && teams.length > 0 ? ["team" as const] : []), ...(manages ? ["all" as const] : [])];

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (tray.busy() || busy) return;
    setBusy(true);
    const files = tray.pieces.value.flatMap((piece) => piece.ref?.id ?? []);
    const answer = await library.save({ scope, team: scope === "team" ? team : null, title, folder, shortcut, texts, files }, reply);
    setBusy(false);
    setRefused(answer);
    if (answer === null) onDone();
  }
  async function remove(): Promise<void> {
    if (!sure) return setSure(true);
    const answer = reply ? await library.remove(reply.id) : null;
    if (answer === null) onDone();
    else setRefused(answer);
  }
  const wrong = (name: string): { error: string } | Record<string, never> => (refused?.pointer.startsWith(`/${name}`) || refused?.pointer.startsWith(`/reply/${name}`)) ? { error: sentence(refused) } : {};
  return (
    <Frame title={reply ? reply.title : words("new")} {...(may ? {} : { about: words("readOnly") })}>
      <form class="form can-form" onSubmit={(event) => void save(event)} data-testid="canned-form" onKeyDown={(event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onDone(); } }}>
        <Field label={words("title")} value={title} onValue={setTitle} maxLength={120} autofocus data-testid="canned-title" {...wrong("title")} />
        <Texts texts={texts} onTexts={setTexts} refused={refused} sentence={sentence} />
        <div class="can-pair">
          <Field label={words("folder")} value={folder} onValue={setFolder} maxLength={200} hint={words("folderHow")} data-testid="canned-folder" {...wrong("folder")} />
          <Field label={words("shortcut")} value={shortcut} onValue={setShortcut} maxLength={41} hint={words("shortcutHow")} data-testid="canned-shortcut" {...wrong("shortcut")} />
        </div>
        {scopes.length > 1 && (
          <fieldset class="choice can-scope">
            <legend>{words("scope")}</legend>
            {scopes.map((one) => (
              <label key={one}><input type="radio" name="scope" checked={scope === one} onChange={() => setScope(one)} data-testid={`canned-scope-${one}`} /><span>{words(`scope.${one}`)}</span></label>
            ))}
            {scope === "team" && (
              <select class="select" aria-label={words("scope.team")} value={String(team)} onChange={(event) => setTeam(Number(event.currentTarget.value))}>
                {teams.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
              </select>
            )}
          </fieldset>
        )}
        <div>
          <TrayRow tray={tray} words={fileWords()} />
          <input ref={attach} type="file" multiple class="hidden" tabIndex={-1} aria-hidden="true" data-testid="canned-attach" onChange={(event) => { tray.add(event.currentTarget.files ?? []); event.currentTarget.value = ""; }} />
          <Button icon="clip" onClick={() => attach.current?.click()}>{words("addFiles")}</Button>
        </div>
        {refused !== null && !pointed(refused) && <p class="field-error" role="alert" data-testid="canned-error">{sentence(refused)}</p>}
        <div class="dlg-acts">
          {reply !== null && may && <Button look="danger" onClick={() => void remove()} data-testid="canned-remove">{words(sure ? "removeSure" : "remove")}</Button>}
          <Button onClick={onDone}>{words("cancel")}</Button>
          {may && <Button look="main" type="submit" busy={busy} data-testid="canned-save">{words("save")}</Button>}
        </div>
      </form>
    </Frame>
  );
}

const pointed = ({ pointer }: Refused): boolean => /^(\/reply)?\/(title|folder|shortcut|texts\/)/.test(pointer);

function sentence(refused: Refused): string {
  const place = refused.pointer.replace(/^\/reply/, "").split("/")[1] ?? "";
  if (refused.code === "unknown_variable") return words("error.unknown_variable", { name: `{${refused.name ?? ""}}` });
  if (refused.code === "shortcut_in_use" || refused.code === "outdated") return words(`error.${refused.code}`);
  if (place === "title" || place === "shortcut" || place === "folder") return words(`error.${place}`);
  return place === "texts" ? words("error.text") : words("error.other", { code: refused.code });
}
