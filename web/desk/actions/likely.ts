import type { Colleague, Team } from "../state/api.ts";

/** Into whose hands: the queue where it stands, the queue of a team or of everybody, a colleague. */
export type To = { kind: "queue" } | { kind: "everybody" } | { kind: "team"; one: Team } | { kind: "colleague"; one: Colleague };

/** Carries all that she may. */
export const isFull = (one: Colleague): boolean => one.load + 100 > one.limit;

/** Whom a talk that waits is most likely meant for: a colleague who can take it now, else the one other queue; null: whoever hands it over has to say. */
export function likely(list: readonly Colleague[], teams: readonly Team[], everybody: boolean, me: number): To | null {
  const free = list.find((one) => one.id !== me && one.online && (one.state === "available" || one.state === "transfers") && !isFull(one));
  if (free) return { kind: "colleague", one: free };
  const queues: To[] = [...teams.map((one): To => ({ kind: "team", one })), ...(everybody ? [{ kind: "everybody" } as const] : [])];
  return queues.length === 1 ? queues[0]! : null;
}

/** Those who can take it now stand first: at a desk and ready, with room, the least loaded. The rest keep their order. */
export function ordered(list: readonly Colleague[]): Colleague[] {
  const place = (one: Colleague): number => (one.online && one.state === "available" ? 0 : one.online && one.state === "transfers" ? 1 : one.online ? 2 : 3) + (isFull(one) ? 0.5 : 0);
  return [...list].sort((a, b) => place(a) - place(b) || a.load / a.limit - b.load / b.limit);
}
