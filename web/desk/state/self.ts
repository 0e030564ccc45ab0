import type { Signal } from "@preact/signals";
import type { DeskMe, Profile } from "../../core/protocol.ts";
import { ask, type Operator } from "./api.ts";

interface Self { me: Operator; profile: Signal<Profile | null> }

/** The own names as they were set last. */
export const selfOf = ({ me, profile }: Self): { name: string; public_name: string } => profile.value ?? me;

/** Asks how the own account stands now; false: it could not be asked. */
export async function loadProfile(profile: Signal<Profile | null>): Promise<boolean> {
  const answer = await ask("GET", "/api/profile").catch(() => null);
  if (answer?.status !== 200) return false;
  profile.value = answer.body as Profile;
  return true;
}

/** What was changed elsewhere while there was no line was told to nobody here. */
export const catchUp = async (profile: Signal<Profile | null>): Promise<unknown> => profile.peek() !== null && loadProfile(profile);

/** The line lives: whoever has other rights needs another desk; of another name this one learns. */
export function welcomed({ me, profile }: Self, now: DeskMe, renewed: () => void): void {
  const known = profile.peek() ?? me;
  if (me.role !== now.role) renewed();
  else if (known.name !== now.name || known.public_name !== now.public_name) void loadProfile(profile);
}
