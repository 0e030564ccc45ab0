/** A site that hides its button while nobody can answer shows other ways in its place; the button comes back by itself. */

import { make } from "./button.ts";
import type { LoaderLook } from "./look.ts";

const EVERY = 4_000;

interface Port {
  /** Where it is asked. */
  url: string;
  ways: NonNullable<LoaderLook["ways"]>;
  root: ShadowRoot;
  launcher: HTMLElement;
  text(of: NonNullable<LoaderLook["ways"]>[number]["text"]): string;
  /** A talk lives here, so the button stays. */
  alive(): boolean;
}

/** Looks every few seconds while the page is looked at; what it gives back ends that. */
export function followStanding({ url, ways, root, launcher, text, alive }: Port): () => void {
  const box = make("nav", "ways", "pult-ways");
  box.hidden = true;
  root.append(box);
  const set = (away: boolean): void => {
    const hide = away && !alive() && launcher.getAttribute("aria-expanded") !== "true";
    if (hide && box.hidden) {
      box.replaceChildren(...ways.map((way) => {
        const link = make("a", "") as HTMLAnchorElement;
        link.href = way.url;
        link.textContent = text(way.text);
        return link;
      }));
    }
    box.hidden = !hide;
    launcher.hidden = hide;
  };
  const ask = (): void => {
    if (document.hidden) return;
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.onload = () => {
      if (request.status === 200) set(request.responseText.includes("true"));
    };
    request.send();
  };
  ask();
  const timer = setInterval(ask, EVERY);
  return () => clearInterval(timer);
}
