import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Area } from "../../ui/Inputs.tsx";
import type { Refusal } from "../settings/requests.ts";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { say, speech } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { addNote, changeNote, removeNote, restoreNote, type Note } from "./useContext.ts";
import { words } from "./words.ts";

const MOST = 2_000;

/** The team's memory of a person: written by whoever may write, read by everybody. */
export function Notes({ conv, notes, again }: { conv: string; notes: readonly Note[]; again: () => Promise<void> }) {
  const { me } = useDesk();
  const writes = may(me, "talks.note");
  const [open, setOpen] = useState<number | "new" | null>(null);
  useEffect(() => setOpen(null), [conv]);
  const done = (): void => { setOpen(null); void again(); };
  async function remove(note: Note): Promise<void> {
    const answer = await removeNote(conv, note);
    if (!answer.ok) return toast(refusalWords(answer.refusal), { tone: "late" });
    toast(words("notes.removed"), { undo: () => void restore(note) });
    await again();
  }
  async function restore(note: Note): Promise<void> {
    const answer = await restoreNote(conv, note);
    if (!answer.ok) toast(refusalWords(answer.refusal), { tone: "late" });
    await again();
  }
  if (!writes && notes.length === 0) return null;
  return (
    <div class="card" data-testid="contact-notes">
      <h3>{words("notes.title")}</h3>
      {notes.length === 0 && open !== "new" && <p class="quiet">{words("notes.none")}</p>}
      <ul class="contact-notes">
        {notes.map((note) => (
          <li key={note.id} data-testid="contact-note">
            {open === note.id
              ? <NoteForm begun={note.text} save={(text) => changeNote(conv, note, text)} onDone={done} onLeave={() => setOpen(null)} />
              : <OneNote note={note} own={writes && note.by_id === me.id} onEdit={() => setOpen(note.id)} onRemove={() => void remove(note)} />}
          </li>
        ))}
      </ul>
      {writes && (open === "new"
        ? <NoteForm begun="" save={(text) => addNote(conv, text)} onDone={done} onLeave={() => setOpen(null)} />
        : <Button icon="note" onClick={() => setOpen("new")} data-testid="contact-note-add">{words("notes.add")}</Button>)}
    </div>
  );
}

function OneNote({ note, own, onEdit, onRemove }: { note: Note; own: boolean; onEdit: () => void; onRemove: () => void }) {
  const { now } = useDesk();
  const when = [note.by, `${speech.value.day(note.at, now.value)}, ${speech.value.clock(note.at)}`, ...(note.edited === null ? [] : [words("notes.edited")])];
  return (
    <>
      <p class="contact-note-text" dir="auto">{note.text}</p>
      <div class="contact-note-foot">
        <span class="quiet">{when.join(" · ")}</span>
        {own && <IconButton icon="pencil" label={words("notes.edit")} onClick={onEdit} data-testid="contact-note-edit" />}
        {own && <IconButton icon="trash" label={words("notes.remove")} onClick={onRemove} data-testid="contact-note-remove" />}
      </div>
    </>
  );
}

interface FormProps { begun: string; save: (text: string) => ReturnType<typeof addNote>; onDone: () => void; onLeave: () => void }

function NoteForm({ begun, save, onDone, onLeave }: FormProps) {
  const [text, setText] = useState(begun);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  const size = [...text.trim()].length;
  async function submit(): Promise<void> {
    if (size === 0) return setError(words("notes.empty"));
    if (size > MOST) return setError(words("notes.long", { limit: MOST, count: size }));
    setBusy(true);
    const answer = await save(text.trim());
    setBusy(false);
    if (answer.ok) onDone();
    else setError(refusalWords(answer.refusal));
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    onLeave();
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <form ref={form} class="form" onSubmit={(event) => { event.preventDefault(); void submit(); }} onKeyDown={onKey} data-testid="contact-note-form">
      <Area label={words("notes.label")} value={text} hint={words("notes.hint")} onValue={(value) => { setText(value); setError(null); }} data-testid="contact-note-text" {...(error ? { error } : {})} />
      <div class="contact-note-acts">
        <Button look="main" type="submit" busy={busy} data-testid="contact-note-save">{words("notes.save")}</Button>
        <Button onClick={onLeave}>{say("app.cancel")}</Button>
      </div>
    </form>
  );
}

function refusalWords({ code }: Refusal): string {
  if (code === "outdated") return words("notes.outdated");
  return words(code === "too_many_notes" ? "notes.many" : "notes.failed");
}
