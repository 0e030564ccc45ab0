import type { Actor } from "../../core/protocol.ts";

/** Whoever answers: the first letter, and a picture over it where there is one (and it comes). */
export function Face({ name, face }: Pick<Actor, "name" | "face">) {
  return <span class="face" aria-hidden="true">{Array.from(name ?? "")[0]}{face && <img src={`/faces/${face}`} alt="" />}</span>;
}
