/** Words of mine that are on their way and do not yet stand in the log: what to show under it. Pure. */

import type { Item } from "./item.ts";
import type { Pending } from "./outbox.ts";

/** The pending words without those whose entry has come already (the entry may overtake its ack).
 *
 * `mine` tells an own item. A word in flight is taken for arrived when an own line with the same text stands after the number
 * that was the newest when it was written; each line stands for one word only.
 */
export function stillPending(pending: readonly Pending[], items: readonly Item[], mine: (item: Item) => boolean): Pending[] {
  const taken = new Set<number>();
  return pending.filter((word) => {
    if (word.state === "failed") return true;
    if (word.state === "acked") return !items.some((item) => item.n >= word.n);
    if (word.state === "queued" && !word.tried) return true;
    const text = "text" in word.command ? word.command.text : null;
    const line = items.find((item) => item.n > word.top && item.text === text && mine(item) && !taken.has(item.n));
    if (line === undefined) return true;
    taken.add(line.n);
    return false;
  });
}
