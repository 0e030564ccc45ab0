/** Where the desk stands, kept in the address after `#`, so that Back and a swipe work as on any page. */
export interface Place {
  screen: "list" | "talk" | "side" | "settings" | "floor";
  conv: string | null;
  /** The floor on a big screen: to be read from afar, without touching anything. */
  big?: boolean;
  /** In the settings: the page and what of it; empty is the list of pages. */
  path?: readonly string[];
}

export function placeOf(hash: string): Place {
  const parts = hash.replace(/^#\/?/, "").split("/");
  if (parts[0] === "settings") return { screen: "settings", conv: null, path: parts.slice(1).map(decode).filter(Boolean) };
  if (parts[0] === "floor" || parts[0] === "floor?big") return { screen: "floor", conv: null, big: parts[0] === "floor?big" };
  const conv = parts[0] === "c" ? decode(parts[1] ?? "") : "";
  if (!conv) return { screen: "list", conv: null };
  return { screen: parts[2] === "who" ? "side" : "talk", conv };
}

export function hashOf(place: Place): string {
  if (place.screen === "settings") return ["#/settings", ...(place.path ?? []).map(encodeURIComponent)].join("/");
  if (place.screen === "floor") return place.big ? "#/floor?big" : "#/floor";
  if (place.conv === null || place.screen === "list") return "#";
  const talk = `#c/${encodeURIComponent(place.conv)}`;
  return place.screen === "side" ? `${talk}/who` : talk;
}

/** One screen up: from the person to the talk, from there to the list; in the settings one step of the path. */
export function above(place: Place): Place {
  if (place.screen === "side") return { screen: "talk", conv: place.conv };
  if (place.screen === "floor" && place.big) return { screen: "floor", conv: null, big: false };
  if (place.screen === "settings" && place.path?.length) return { ...place, path: place.path.slice(0, -1) };
  return { screen: "list", conv: null };
}

/** Whether going from one place to another is a step inwards, which Back undoes; else the new place stands for the old one. */
export function isDeeper(from: Place, to: Place): boolean {
  if (!isApart(from) && !isApart(to)) return from.screen === "list" || (from.screen === "talk" && to.screen === "side");
  return from.screen !== to.screen || (to.path?.length ?? 0) > (from.path?.length ?? 0);
}

/** Something else stands where the inbox stands. */
export const isApart = (place: Place): boolean => place.screen === "settings" || place.screen === "floor";

export const isSame = (one: Place, other: Place): boolean => one.screen === other.screen && hashOf(one) === hashOf(other);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
