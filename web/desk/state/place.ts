import { signal } from "@preact/signals";
import { above, hashOf, isApart, isDeeper, isSame, placeOf, type Place } from "../model/route.ts";

/** Where the desk stands; follows the address, and the address follows `go`. */
export const place = signal<Place>(placeOf(globalThis.location?.hash ?? ""));

/** Asked before the desk leaves where it stands; false: it stays, and whoever refused may `go` on later. */
type Guard = (next: Place) => boolean;
let guard: Guard | null = null;
/** Where the inbox stood before the settings were opened. */
let inbox: Place = { screen: "list", conv: null };

globalThis.addEventListener?.("hashchange", () => {
  const next = placeOf(location.hash);
  if (isSame(place.value, next)) return;
  // Back has already changed the address: what refuses to be left puts its own back.
  if (guard && !guard(next)) history.pushState(history.state, "", address(place.value));
  else stand(next);
});

const address = (at: Place): string => location.pathname + location.search + hashOf(at);

function stand(next: Place): void {
  if (!isApart(place.value) && isApart(next)) inbox = place.value;
  place.value = next;
}

/** From the list into a talk and on is a step that Back undoes; from one talk to another replaces it. */
export function go(next: Place): void {
  const now = place.value;
  if (isSame(now, next) || (guard && !guard(next))) return;
  if (isDeeper(now, next)) history.pushState({ from: hashOf(now) }, "", address(next));
  else history.replaceState(history.state, "", address(next));
  stand(next);
}

/** One screen up, by Back where we came from there, so that the history does not pile up. */
export function goUp(): void {
  const up = above(place.value);
  const cameFrom = (history.state as { from?: string } | null)?.from;
  if (cameFrom === hashOf(up)) history.back();
  else go(up);
}

/** A place in the settings: «sites», then what of it. */
export const toSettings = (...path: string[]): void => go({ screen: "settings", conv: null, path });

/** The floor, on this screen or on a big one. */
export const toFloor = (big = false): void => go({ screen: "floor", conv: null, big });

/** Back to the inbox as it was left. */
export const toInbox = (): void => go(inbox);

/** Nobody leaves without being asked, until the function that comes back is called. One guard at a time. */
export function guardPlace(ask: Guard): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = null;
  };
}
