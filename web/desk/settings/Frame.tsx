import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../../ui/Button.tsx";
import { goUp } from "../state/place.ts";
import { say } from "./say.ts";

interface Props {
  title: string;
  /** one quiet line under the title */
  about?: string;
  /** buttons at the right of the title */
  acts?: ComponentChildren;
  /** where the arrow leads, when not to the list of pages; then it stands on wide screens too */
  back?: { label: string; run: () => void };
  /** all the room there is, not a column for reading */
  wide?: boolean;
  children: ComponentChildren;
}

/** One page: its title, what can be done, and what it is about. On a phone it is a screen of its own and takes the keyboard. */
export function Frame({ title, about, acts, back, wide = false, children }: Props) {
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!document.querySelector(".set-list")?.checkVisibility()) page.current?.focus();
  }, []);
  return (
    <section ref={page} class="set-page" id="page" tabIndex={-1} aria-label={title} data-testid="settings-page">
      <header class="set-head">
        {back
          ? <IconButton icon="back" label={back.label} onClick={back.run} data-testid="settings-up" />
          : <span class="phone"><IconButton icon="back" label={say("settings.up")} onClick={goUp} data-testid="settings-up" /></span>}
        <div>
          <h2>{title}</h2>
          {about && <p class="quiet">{about}</p>}
        </div>
        {acts && <div class="set-acts">{acts}</div>}
      </header>
      <div class={`set-body${wide ? " set-body-wide" : ""}`}>{children}</div>
    </section>
  );
}
