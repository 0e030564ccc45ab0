/** The one request of a page whose visitor opens the chat. */

import { readBoot, type Boot } from "./bridge.ts";

// Taken now: a page that replaces fetch later does not reach us; one that did before is met with XMLHttpRequest when it fails.
const ownFetch = typeof fetch === "function" ? fetch.bind(window) : null;

/** The site's boot answer; null when it cannot be had now. Never throws. */
export async function fetchBoot(origin: string, site: string): Promise<Boot | null> {
  const url = `${origin}/api/widget/${encodeURIComponent(site)}/boot`;
  try {
    if (ownFetch === null) throw new Error("no fetch");
    const answer = await ownFetch(url, { credentials: "omit", mode: "cors", referrerPolicy: "origin" });
    return answer.ok ? readBoot(await answer.json()) : null;
  } catch {
    return byRequest(url);
  }
}

function byRequest(url: string): Promise<Boot | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.timeout = 15_000;
    request.onload = () => resolve(parse(request.status === 200 ? request.responseText : "null"));
    request.onerror = request.ontimeout = () => resolve(null);
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
