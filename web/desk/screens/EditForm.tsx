import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import { refusal } from "../../core/text.ts";
import { Button } from "../../ui/Button.tsx";
import { useDesk } from "../state/desk.ts";
import { editing } from "../state/dialogs.ts";
import { say } from "../state/settings.ts";
import { focusBox } from "./focus.ts";

/** A message being mended where it stands. Escape leaves it as it was. */
export function EditForm({ conv, item }: { conv: string; item: Item }) {
  const { acts } = useDesk();
  const [text, setText] = useState(item.text);
  const area = useRef<HTMLTextAreaElement>(null);
  // before the next key: what is typed right after ArrowUp belongs here
  useLayoutEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(item.text.length, item.text.length);
    area.current?.form?.scrollIntoView({ block: "nearest" });
  }, [item.n, item.text.length]);

  function leave(): void {
    editing.value = null;
    focusBox();
  }
  function save(): void {
    if (refusal(text) !== null) return;
    if (text.trim() !== item.text) void acts.edit(conv, item, text.trim());
    leave();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.shiftKey) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <form class={`m m-edit ${item.kind === "note" ? "m-note" : "m-ours"}`} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <textarea ref={area} value={text} aria-label={say("said.editLabel")} data-testid="edit-text" onKeyDown={onKey}
        onInput={(event) => setText(event.currentTarget.value)} />
      <div class="m-fix">
        <Button look="main" kbd="⏎" type="submit" disabled={refusal(text) !== null} data-testid="edit-save">{say("said.save")}</Button>
        <Button kbd="Esc" onClick={leave}>{say("app.cancel")}</Button>
      </div>
    </form>
  );
}
