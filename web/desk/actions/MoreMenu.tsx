import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DeskState } from "../../core/protocol.ts";
import { IconButton } from "../../ui/Button.tsx";
import { SHOWN } from "../model/keys.ts";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { possible, start, type AsideAct } from "./possible.ts";
import { words } from "./words.ts";

/** Some of them have a key. */
const KEYS: Partial<Record<AsideAct, string>> = SHOWN;

/** Everything that is done seldom, behind one button: a menu under it, on a phone a sheet at the thumb. */
export function MoreMenu({ state }: { state: DeskState }) {
  const desk = useDesk();
  const [open, setOpen] = useState(false);
  const wrap = useRef<HTMLDivElement>(null);
  const acts = possible(state, desk.me);
  useLayoutEffect(() => {
    if (open) itemsOf(wrap.current)[0]?.focus();
  }, [open]);

  function close(back: boolean): void {
    setOpen(false);
    if (back) wrap.current?.querySelector("button")?.focus();
  }
  function onKey(event: KeyboardEvent): void {
    if (!open) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (event.code === "Escape") close(true);
    else if (step) move(step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function move(step: number): void {
    const items = itemsOf(wrap.current);
    const at = items.findIndex((one) => one === document.activeElement);
    items[(at + step + items.length) % items.length]?.focus();
  }
  function choose(act: AsideAct): void {
    close(true);
    start(act, desk, state);
  }

  if (acts.length === 0) return null;
  return (
    <div class="more" ref={wrap} onKeyDown={onKey}
      onFocusOut={(event) => { if (!wrap.current?.contains(event.relatedTarget as Node | null)) setOpen(false); }}>
      <IconButton icon="more" label={words("more")} aria-haspopup="menu" aria-expanded={open} data-testid="more" onClick={() => setOpen(!open)} />
      {open && (
        <div class="menu more-menu" role="menu" aria-label={words("more")}>
          <button type="button" role="menuitem" class="phone" data-testid="more-side" onClick={() => { close(false); go({ screen: "side", conv: state.conv }); }}>{say("talk.who")}</button>
          {acts.map((act) => (
            <button key={act} type="button" role="menuitem" data-testid={`more-${act}`} {...(KEYS[act] ? { "aria-keyshortcuts": KEYS[act] } : {})} onClick={() => choose(act)}>
              <span>{words(act)}</span>{KEYS[act] && <kbd aria-hidden="true">{KEYS[act]}</kbd>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What of a menu is there at this width. */
const itemsOf = (menu: HTMLElement | null): HTMLElement[] =>
  [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])].filter((one) => one.checkVisibility());
