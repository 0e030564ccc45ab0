import { useEffect, useState } from "preact/hooks";
import { ask } from "../settings/requests.ts";
import type { Colleague } from "../state/api.ts";

/** Whose a visitor is (null: nobody's), and who stands in for her, in this order. */
export interface Manager { operator: number | null; name: string | null; deputies: number[] }

const at = (conv: string): string => `/api/talks/${encodeURIComponent(conv)}/manager`;

/** The personal manager of a talk's visitor; null: not known yet, or it cannot be asked now. `holder`: who has the talk; a colleague who hands it on may have named the manager just before. */
export function useManager(conv: string, holder: number | null = null): { manager: Manager | null; choose: (operator: number | null) => Promise<boolean> } {
  const [held, setHeld] = useState<{ conv: string; manager: Manager } | null>(null);
  useEffect(() => {
    let here = true;
    void ask<Manager>("GET", at(conv)).then((answer) => here && answer.ok && setHeld({ conv, manager: answer.body }));
    return () => void (here = false);
  }, [conv, holder]);
  async function choose(operator: number | null): Promise<boolean> {
    const answer = await ask<Manager>("PUT", at(conv), { operator });
    if (answer.ok) setHeld({ conv, manager: answer.body });
    return answer.ok;
  }
  return { manager: held?.conv === conv ? held.manager : null, choose };
}

export type Part = "manager" | "deputy";

/** What somebody is to this visitor. */
export function partOf(one: Colleague, manager: Manager | null): Part | null {
  if (manager === null) return null;
  return one.id === manager.operator ? "manager" : manager.deputies.includes(one.id) ? "deputy" : null;
}

/** The list with the manager and her deputies before everybody else. */
export function managerFirst(list: readonly Colleague[], manager: Manager | null): Colleague[] {
  const order = manager?.operator == null ? [] : [manager.operator, ...manager.deputies];
  const place = (one: Colleague): number => (order.includes(one.id) ? order.indexOf(one.id) : order.length);
  return [...list].sort((a, b) => place(a) - place(b));
}

/** Whom to hand it to when nothing else is said: the manager if she takes talks now, else the first deputy who does. */
export function standing(list: readonly Colleague[], manager: Manager | null): Colleague | null {
  const takes = (one: Colleague): boolean => one.online && (one.state === "available" || one.state === "transfers");
  return managerFirst(list, manager).find((one) => partOf(one, manager) !== null && takes(one)) ?? null;
}

/** Why, what to know, and whether the chat is taken out of a colleague's hands. */
export interface BackSaid { reason: string; note: string; lead: boolean }
export interface BackDone { how: "handed" | "promised"; to: number; name: string }

/** The chat goes to the manager, or waits for her with the promise that she writes by then (`at`, ms). */
export const askBack = (conv: string, wanted: BackSaid & { cid: string; at: number; text: string }): ReturnType<typeof ask<BackDone>> => ask<BackDone>("POST", `${at(conv)}/talk`, wanted);
