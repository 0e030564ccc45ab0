import { signal } from "@preact/signals";
import { hashOf, placeOf, type Place } from "../model/route.ts";

/** Where the desk stands; follows the address, and the address follows `go`. */
export const place = signal<Place>(placeOf(globalThis.location?.hash ?? ""));

globalThis.addEventListener?.("hashchange", () => (place.value = placeOf(location.hash)));

/** From the list into a talk and on is a step that Back undoes; from one talk to another replaces it. */
export function go(next: Place): void {
  const now = place.value;
  if (now.conv === next.conv && now.screen === next.screen) return;
  const deeper = now.screen === "list" || (now.screen === "talk" && next.screen === "side");
  const url = location.pathname + location.search + hashOf(next);
  if (deeper) history.pushState({ from: now.screen }, "", url);
  else history.replaceState(history.state, "", url);
  place.value = next;
}

/** One screen up, by Back where we came from there, so that the history does not pile up. */
export function goUp(): void {
  const now = place.value;
  const cameFrom = (history.state as { from?: string } | null)?.from;
  const up: Place = now.screen === "side" ? { screen: "talk", conv: now.conv } : { screen: "list", conv: null };
  if (cameFrom === up.screen) history.back();
  else go(up);
}
