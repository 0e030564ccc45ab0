/** The panel around the frame: what is seen before the frame speaks, and where it stands. */

import type { make, style } from "./button.ts";
import { panelCss } from "./panel.css.ts";
import type { LauncherWords } from "./words/launcher.ts";

export interface Tools { make: typeof make; style: typeof style }
export type PanelState = "opening" | "failed" | "ready";

export interface Shell {
  panel: HTMLElement;
  closer: HTMLButtonElement;
  again: HTMLButtonElement;
  addFrame(url: string): HTMLIFrameElement;
  setState(state: PanelState): void;
  speak(words: LauncherWords): void;
}

/** Built before the button, so that a phone can hide it behind the open panel. */
export function buildShell({ make, style }: Tools, root: ShadowRoot, first: LauncherWords): Shell {
  let words = first;
  let state: PanelState = "ready";
  let frame: HTMLIFrameElement | null = null;
  style(root, panelCss);
  const panel = make("section", "panel", "pult-panel");
  panel.tabIndex = -1;
  panel.hidden = true;
  const closer = make("button", "close", "pult-panel-close") as HTMLButtonElement;
  closer.textContent = "✕";
  const note = make("p", "note", "pult-panel-note");
  note.setAttribute("role", "status");
  const again = make("button", "again", "pult-again") as HTMLButtonElement;
  const wait = make("div", "wait");
  wait.append(closer, note, again);
  panel.append(wait);
  root.prepend(panel);

  const label = (): void => {
    panel.setAttribute("aria-label", words.frame);
    closer.setAttribute("aria-label", words.close);
    again.textContent = words.again;
    if (frame !== null) frame.title = words.frame;
    note.textContent = state === "ready" ? "" : words[state];
  };
  label();
  followKeyboard(panel);
  return {
    panel, closer, again,
    addFrame(url) {
      frame = document.createElement("iframe");
      frame.setAttribute("allow", "");
      frame.dataset.testid = "pult-frame";
      frame.src = url;
      panel.append(frame);
      label();
      return frame;
    },
    setState(next) {
      state = next;
      wait.hidden = state === "ready";
      again.hidden = state !== "failed";
      label();
    },
    speak(next) {
      words = next;
      label();
    },
  };
}

/** Whether the panel covers the whole page (panel.css.ts). */
export const phone = (): boolean => matchMedia("(max-width:480px),(max-height:420px)").matches;

/** On a phone the panel is as high as what the keyboard leaves, so that the composer stays above it. */
function followKeyboard(panel: HTMLElement): void {
  const view = window.visualViewport;
  const fit = (): void => {
    const fits = view !== null && phone() && view.scale === 1;
    panel.style.height = fits ? `${view.height}px` : "";
    panel.style.top = fits ? `${view.offsetTop}px` : "";
  };
  view?.addEventListener("resize", fit);
  view?.addEventListener("scroll", fit);
}
