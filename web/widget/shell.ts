/** The button and the panel on the host's page, in a shadow root of their own. No stylesheet of the page gets in, none gets out. */

import { shellCss } from "./shell.css.ts";
import type { LoaderLook } from "./look.ts";
import type { LauncherWords } from "./words/launcher.ts";

export type PanelState = "opening" | "failed" | "ready";

export interface Shell {
  root: ShadowRoot;
  launcher: HTMLButtonElement;
  panel: HTMLElement;
  closer: HTMLButtonElement;
  again: HTMLButtonElement;
  addFrame(url: string): HTMLIFrameElement;
  setOpen(open: boolean): void;
  setState(state: PanelState): void;
  setUnread(count: number): void;
}

const CHAT = "M7.9 20A9 9 0 1 0 4 16.1L2 22Z";
const CROSS = "M18 6 6 18M6 6l12 12";

/** Built and put at the end of the body; fixed in its corner, so nothing on the page moves. */
export function buildShell(words: LauncherWords, look: LoaderLook = {}, text = ""): Shell {
  const host = document.createElement("pult-chat");
  // Inline and important, or a rule like `body > * { display: none }` of the page would reach the host element.
  for (const [name, value] of [["all", "initial"], ["display", "block"], ["position", "fixed"], ["z-index", "2147483000"]] as const) {
    host.style.setProperty(name, value, "important");
  }
  if (look.side === "start") host.className = "start";
  if (look.accent) host.style.setProperty("--own", look.accent);
  if (look.dark) host.style.setProperty("--own-dark", look.dark);
  const root = host.attachShadow({ mode: "open" });
  style(root);

  const panel = make("section", "panel", "pult-panel");
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", words.frame);
  panel.hidden = true;
  const closer = button("close", "pult-panel-close", words.close);
  closer.append(icon(CROSS));
  const note = make("p", "note", "pult-panel-note");
  note.setAttribute("role", "status");
  const again = button("again", "pult-again");
  again.textContent = words.again;
  const wait = make("div", "wait");
  wait.append(closer, note, again);
  panel.append(wait);

  const launcher = button("launcher", "pult-launcher", words.open);
  launcher.setAttribute("aria-expanded", "false");
  const badge = make("span", "badge", "pult-unread");
  badge.hidden = true;
  let face: Element = faceOf(look.logo);
  launcher.append(face, text, badge);
  if (text) launcher.classList.add("wide");
  root.append(panel, launcher);
  document.body.append(host);

  let open = false;
  let unread = 0;
  const label = (): void => {
    const closedLabel = unread > 0 ? words.unread.replace("{count}", String(unread)) : words.open;
    launcher.setAttribute("aria-label", open ? words.close : closedLabel);
    badge.hidden = open || unread === 0;
    badge.textContent = unread > 99 ? "99+" : String(unread);
  };

  followKeyboard(panel);
  return {
    root, launcher, panel, closer, again,
    addFrame(url) {
      const frame = document.createElement("iframe");
      frame.title = words.frame;
      frame.setAttribute("allow", "");
      frame.dataset.testid = "pult-frame";
      frame.src = url;
      panel.append(frame);
      return frame;
    },
    setOpen(on) {
      open = on;
      panel.hidden = !on;
      launcher.setAttribute("aria-expanded", String(on));
      const next = on ? icon(CROSS) : faceOf(look.logo);
      face.replaceWith(next);
      face = next;
      label();
    },
    setState(state) {
      wait.hidden = state === "ready";
      again.hidden = state !== "failed";
      note.textContent = state === "failed" ? words.failed : state === "opening" ? words.opening : "";
    },
    setUnread(count) {
      unread = count;
      label();
    },
  };
}

/** On a phone the panel is as high as what the keyboard leaves, so that the composer stays above it. */
function followKeyboard(panel: HTMLElement): void {
  const view = window.visualViewport;
  const fit = (): void => {
    const phone = view !== null && matchMedia("(max-width:480px),(max-height:420px)").matches && view.scale === 1;
    panel.style.height = phone ? `${view.height}px` : "";
    panel.style.top = phone ? `${view.offsetTop}px` : "";
  };
  view?.addEventListener("resize", fit);
  view?.addEventListener("scroll", fit);
}

function faceOf(logo?: string): Element {
  if (!logo) return icon(CHAT);
  const picture = document.createElement("img");
  picture.src = logo;
  picture.alt = "";
  return picture;
}

function style(root: ShadowRoot): void {
  try {
    // A sheet made by script is allowed under any style-src of the page.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(shellCss);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const element = document.createElement("style");
    element.textContent = shellCss;
    root.append(element);
  }
}

function make(tag: string, name: string, testid?: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  if (testid !== undefined) element.dataset.testid = testid;
  return element;
}

function button(name: string, testid: string, label?: string): HTMLButtonElement {
  const element = make("button", name, testid) as HTMLButtonElement;
  element.type = "button";
  if (label !== undefined) element.setAttribute("aria-label", label);
  return element;
}

function icon(path: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
