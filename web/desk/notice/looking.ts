import { untracked } from "@preact/signals";
import { ask } from "../state/api.ts";
import { placeOf } from "../model/route.ts";
import { WINDOW } from "../state/remote.ts";
import { devices, load, renew } from "./devices.ts";

const AGAIN = 25_000;
const SETTLE = 1_500;

/** Tells the server that somebody looks at this desk, so that no other browser of hers is woken meanwhile; only where there is one.
 * A click on a note leads to `open`. What is given back ends it. */
export function watchLooking(open: (conv: string) => void): () => void {
  let told = false;
  const looks = (): boolean => document.visibilityState === "visible" && document.hasFocus();
  const say = (on: boolean): void => {
    told = on;
    void ask("POST", "/api/push/looking", { window: WINDOW, on }, !on).catch(() => undefined);
  };
  const look = (): void => {
    const on = looks() && untracked(() => devices.value.length > 0);
    if (on !== told) say(on);
  };
  const hear = ({ data }: MessageEvent): void => {
    const { pult, url } = (data ?? {}) as { pult?: string; url?: string };
    const conv = pult === "open" && url !== undefined && URL.canParse(url) ? placeOf(new URL(url).hash).conv : null;
    if (conv !== null) open(conv);
  };
  const first = setTimeout(() => void load().then(renew).then(look), SETTLE);
  const timer = setInterval(() => (told && looks() ? say(true) : look()), AGAIN);
  const stopFollowing = devices.subscribe(() => look());
  addEventListener("focus", look);
  addEventListener("blur", look);
  document.addEventListener("visibilitychange", look);
  navigator.serviceWorker?.addEventListener("message", hear);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    stopFollowing();
    removeEventListener("focus", look);
    removeEventListener("blur", look);
    document.removeEventListener("visibilitychange", look);
    navigator.serviceWorker?.removeEventListener("message", hear);
    if (told) say(false);
  };
}
