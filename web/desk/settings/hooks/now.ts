import { signal } from "@preact/signals";
import { every, type Hook } from "./api.ts";

/** How often (ms) somebody who keeps rules is told of addresses that were switched off. */
const AGAIN = 300_000;

/** All addresses, as they were asked for last. */
export const hooks = signal<readonly Hook[]>([]);

export async function lookAgain(): Promise<boolean> {
  const answer = await every();
  if (answer.ok) hooks.value = answer.body.hooks;
  return answer.ok;
}

/** Keeps them fresh while the desk is looked at. */
export function watchHooks(): () => void {
  const look = (): void => { if (document.visibilityState === "visible") void lookAgain(); };
  const timer = setInterval(look, AGAIN);
  look();
  return () => clearInterval(timer);
}
