/** The button on the host's page, in a shadow root of its own. No stylesheet of the page gets in, none gets out. */

import { buttonCss } from "./button.css.ts";
import type { LoaderLook } from "./look.ts";
import type { LauncherWords } from "./words/launcher.ts";

export interface Button {
  root: ShadowRoot;
  launcher: HTMLButtonElement;
  setOpen(open: boolean): void;
  setUnread(count: number): void;
  /** It was pressed, and what opens is still on its way. */
  wait(on: boolean): void;
  /** It could not be opened. */
  fail(): void;
  /** Another language; `own`: the site's own caption. */
  speak(words: LauncherWords, own: string): void;
  /** Out of sight now, off the page in so many ms. */
  end(after: number): void;
}

const CHAT = "M7.9 20A9 9 0 1 0 4 16.1L2 22Z";
const CROSS = "M18 6 6 18M6 6l12 12";

/** Built and put at the end of the body; fixed in its corner, so nothing on the page moves. */
export function buildButton(first: LauncherWords, look: LoaderLook, text: string): Button {
  let words = first;
  const host = document.createElement("pult-chat");
  // Inline and important, or a rule like `body > * { display: none }` of the page would reach the host element.
  for (const [name, value] of [["all", "initial"], ["display", "block"], ["position", "fixed"], ["z-index", "2147483000"]] as const) {
    host.style.setProperty(name, value, "important");
  }
  if (look.side === "start") host.className = "start";
  if (look.accent) host.style.setProperty("--own", look.accent);
  if (look.dark) host.style.setProperty("--own-dark", look.dark);
  const root = host.attachShadow({ mode: "open" });
  style(root, buttonCss);

  const launcher = make("button", "launcher", "pult-launcher") as HTMLButtonElement;
  const badge = make("span", "badge", "pult-unread");
  let face: Element = faceOf(look.logo);
  const caption = document.createTextNode(text);
  launcher.append(face, caption, badge);
  if (text) launcher.classList.add("wide");
  root.append(launcher);
  document.body.append(host);

  let open = false;
  let failed = false;
  let unread = 0;
  const label = (): void => {
    const closed = failed ? words.failed : unread > 0 ? words.unread.replace("{count}", String(unread)) : words.open;
    launcher.title = failed ? words.failed : "";
    launcher.setAttribute("aria-label", open ? words.close : closed);
    launcher.setAttribute("aria-expanded", String(open));
    badge.hidden = open || !(failed || unread);
    badge.textContent = failed ? "!" : unread > 99 ? "99+" : String(unread);
  };
  label();

  return {
    root, launcher,
    setOpen(on) {
      open = on;
      failed = false;
      const next = on ? icon(CROSS) : faceOf(look.logo);
      face.replaceWith(next);
      face = next;
      label();
    },
    setUnread(count) {
      unread = count;
      label();
    },
    wait(on) {
      launcher.ariaBusy = String(on);
    },
    fail() {
      failed = true;
      launcher.ariaBusy = "false";
      label();
    },
    speak(next, own) {
      words = next;
      caption.data = own;
      label();
    },
    end(after) {
      host.style.setProperty("display", "none", "important");
      setTimeout(() => host.remove(), after);
    },
  };
}

function faceOf(logo?: string): Element {
  if (!logo) return icon(CHAT);
  const picture = document.createElement("img");
  picture.src = logo;
  picture.alt = "";
  return picture;
}

/** A sheet made by script is allowed under any style-src of the page. */
export function style(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

export function make(tag: string, name: string, testid?: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  if (testid !== undefined) element.dataset.testid = testid;
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
