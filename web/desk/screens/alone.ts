import { hashOf } from "../model/route.ts";

const MARK = "alone";

/** This window is one talk's: no list, no rail. */
export const isAlone = new URLSearchParams(globalThis.location?.search ?? "").has(MARK);

/** A talk in a window of its own, once: asked again, that window comes forward. */
export function openAlone(conv: string): void {
  open(`${location.pathname}?${MARK}${hashOf({ screen: "talk", conv })}`, `pult-${conv}`, "popup,width=1000,height=820");
}
