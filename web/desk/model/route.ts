/** Where the desk stands, kept in the address after `#`, so that Back and a swipe work as on any page. */
export interface Place {
  screen: "list" | "talk" | "side";
  conv: string | null;
}

export function placeOf(hash: string): Place {
  const parts = hash.replace(/^#\/?/, "").split("/");
  const conv = parts[0] === "c" ? decode(parts[1] ?? "") : "";
  if (!conv) return { screen: "list", conv: null };
  return { screen: parts[2] === "who" ? "side" : "talk", conv };
}

export function hashOf(place: Place): string {
  if (place.conv === null || place.screen === "list") return "#";
  const talk = `#c/${encodeURIComponent(place.conv)}`;
  return place.screen === "side" ? `${talk}/who` : talk;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
