import { signal } from "@preact/signals";
import { goingOn, type Incident } from "./api.ts";

/** How often (ms) a desk asks what is broken: rarely enough for three thousand desks. */
const AGAIN = 60_000;

/** What is broken now, as every operator sees it. */
export const incidents = signal<readonly Incident[]>([]);

export const lookAgain = (): void => void goingOn().then((answer) => { if (answer.ok) incidents.value = answer.body.incidents; });

/** Keeps it fresh while the desk is looked at. */
export function watchIncidents(): () => void {
  const look = (): void => { if (document.visibilityState === "visible") lookAgain(); };
  const timer = setInterval(look, AGAIN);
  document.addEventListener("visibilitychange", look);
  lookAgain();
  return () => (clearInterval(timer), document.removeEventListener("visibilitychange", look));
}
