import { useComputed } from "@preact/signals";
import { peekText } from "../model/peeks.ts";
import { useDesk } from "./desk.ts";

/** What the visitor of a talk is typing (`conv` stays the same for a component's life); a component hears only of its own talk. */
export function usePeek(conv: string): string {
  const { list, now } = useDesk();
  return useComputed(() => {
    if (!list.peeks.value.get(conv)?.text) return "";
    void now.value;
    return peekText(list.peeks.value, conv, Date.now());
  }).value;
}
