/** The one request of a page whose visitor opens the chat. */

import { readBoot, type Boot } from "./bridge.ts";

/** The site's boot answer; null when it cannot be had now. Never throws. */
export function fetchBoot(origin: string, site: string): Promise<Boot | null> {
  return new Promise((resolve) => {
    // Not `fetch`: that one is what pages replace. No cookie goes along either way.
    const request = new XMLHttpRequest();
    request.open("GET", `${origin}/api/widget/${encodeURIComponent(site)}/boot`);
    request.timeout = 15_000;
    request.onloadend = () => resolve(request.status === 200 ? parse(request.responseText) : null);
    request.send();
  });
}

function parse(text: string): Boot | null {
  try {
    return readBoot(JSON.parse(text));
  } catch {
    return null;
  }
}
