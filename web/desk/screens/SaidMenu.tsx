import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { asked, editing } from "../state/dialogs.ts";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { focusBox } from "./focus.ts";

/** The small menu of a message; opens under its button, above it near the end of the log. */
export function SaidMenu({ conv, item, mayEdit, mayErase, mayQuote }: { conv: string; item: Item; mayEdit: boolean; mayErase: boolean; mayQuote: boolean }) {
  const { drafts } = useDesk();
  const [open, setOpen] = useState(false);
  const wrap = useRef<HTMLDivElement>(null);
  const up = useRef(false);

  function close(back: boolean): void {
    setOpen(false);
    if (back) wrap.current?.querySelector("button")?.focus();
  }
  function show(): void {
    const log = wrap.current?.closest(".log")?.getBoundingClientRect();
    const own = wrap.current?.getBoundingClientRect();
    up.current = log !== undefined && own !== undefined && log.bottom - own.bottom < 120;
    setOpen(!open);
  }
  useLayoutEffect(() => {
    if (open) wrap.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [open]);

  function onKey(event: KeyboardEvent): void {
    if (!open) return;
    if (event.code === "Escape") close(true);
    else if (event.code === "ArrowDown" || event.code === "ArrowUp") move(event.code === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function move(step: number): void {
    const items = [...(wrap.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.findIndex((one) => one === document.activeElement);
    items[(at + step + items.length) % items.length]?.focus();
  }

  return (
    <div class={`m-menu${open ? " m-menu-open" : ""}`} ref={wrap} onKeyDown={onKey}
      onFocusOut={(event) => { if (!wrap.current?.contains(event.relatedTarget as Node | null)) close(false); }}>
      <IconButton icon="more" label={say("said.menu")} aria-haspopup="menu" aria-expanded={open} onClick={show} data-testid="message-menu" />
      {open && (
        <div class={`menu${up.current ? " menu-up" : ""}`} role="menu" aria-label={say("said.menu")}>
          {mayQuote && (
            <button type="button" role="menuitem" data-testid="quote" onClick={() => { close(false); drafts.change(conv, { mode: "reply", quote: item.n }); focusBox(); }}>
              <Icon name="back" size={18} />{say("said.quote")}
            </button>
          )}
          {mayEdit && (
            <button type="button" role="menuitem" data-testid="edit" onClick={() => { close(false); editing.value = item.n; }}>
              <Icon name="pencil" size={18} />{say("said.edit")}
            </button>
          )}
          {mayErase && <button type="button" role="menuitem" data-testid="erase" onClick={() => { close(true); asked.value = { kind: "erase", conv, item }; }}>
            <Icon name="trash" size={18} />{say("said.erase")}
          </button>}
        </div>
      )}
    </div>
  );
}
