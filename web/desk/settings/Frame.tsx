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
  children: ComponentChildren;
}

/** One page: its title, what can be done, and what it is about. On a phone it is a screen of its own and takes the keyboard. */
export function Frame({ title, about, acts, children }: Props) {
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!document.querySelector(".set-list")?.checkVisibility()) page.current?.focus();
  }, []);
  return (
    <section ref={page} class="set-page" id="page" tabIndex={-1} aria-label={title} data-testid="settings-page">
      <header class="set-head">
        <span class="phone"><IconButton icon="back" label={say("settings.up")} onClick={goUp} data-testid="settings-up" /></span>
        <div>
          <h2>{title}</h2>
          {about && <p class="quiet">{about}</p>}
        </div>
        {acts && <div class="set-acts">{acts}</div>}
      </header>
      <div class="set-body">{children}</div>
    </section>
  );
}
