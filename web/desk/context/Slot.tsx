import type { DeskState } from "../../core/protocol.ts";
import { Later } from "../screens/Later.tsx";
import { standingIn, type SlotName } from "./slots.ts";

/** A place for other parts of the house: nothing at all while nobody has moved in. */
export function Slot({ name, state }: { name: SlotName; state: DeskState }) {
  return (
    <>
      {standingIn(name, state).map((part) => (
        <section key={`${part.id} ${state.conv}`} class="card" aria-label={part.title()} data-testid={`slot-${name}`}>
          <h3>{part.title()}</h3>
          <Later load={part.load} given={{ state }} />
        </section>
      ))}
    </>
  );
}
