import { signal } from "@preact/signals";
import { ask, field, type State } from "./api.ts";
import { say } from "./settings.ts";

/** What becomes of talks in hands; null: as the basic state has it. */
export type Held = "keep" | "back" | "on_word" | null;

/** A state with a name of its own: `base` says whether new chats come. Closed ones are no choice but still mean something. */
export interface Named { id: number; name: string; emoji: string; base: State; works: boolean; held: Held; plan: number | null; channels: string[] | null; closed: boolean }

export const namedStates = signal<readonly Named[]>([]);

export async function loadNamed(): Promise<void> {
  const answer = await ask("GET", "/api/states").catch(() => null);
  if (answer?.status === 200) namedStates.value = (field(answer.body, "states") as Named[] | undefined) ?? [];
}

const label = ({ emoji, name }: Named): string => (emoji ? `${emoji} ${name}` : name);

/** What somebody does, as it is called. */
export function stateName(state: State, named?: number | null): string {
  const found = named == null ? undefined : namedStates.value.find((one) => one.id === named);
  return found ? label(found) : say(`state.${state}`);
}

/** One of the choices: a basic state, or a named one. */
export type Choice = State | `named ${number}`;
export const choiceOf = (state: State, named?: number | null): Choice => (named == null ? state : `named ${named}`);

export function wishOf(choice: Choice): { state: State; named: number | null } {
  const found = namedStates.peek().find((one) => `named ${one.id}` === choice);
  return found ? { state: found.base, named: found.id } : { state: choice as State, named: null };
}

/** The choices, basic states first; a closed one only for whoever is in it. */
export function choices(basic: readonly State[], now: Choice): { choice: Choice; state: State; name: string }[] {
  const named = namedStates.value.filter((one) => !one.closed || `named ${one.id}` === now);
  return [...basic.map((state) => ({ choice: state, state, name: say(`state.${state}`) })), ...named.map((one) => ({ choice: `named ${one.id}` as const, state: one.base, name: label(one) }))];
}
