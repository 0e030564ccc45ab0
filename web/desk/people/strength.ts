export type Strength = 0 | 1 | 2 | 3 | 4;

/** How hard a password is to guess, roughly: length counts most, then how many different characters and kinds there are. */
export function strengthOf(password: string): Strength {
  const length = Array.from(password).length;
  if (length < 10) return 0;
  const different = new Set(password.toLowerCase()).size;
  if (different < 5) return 1;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const points = (length >= 14 ? 1 : 0) + (length >= 20 ? 1 : 0) + (different >= 10 ? 1 : 0) + (kinds >= 3 ? 1 : 0);
  return (1 + Math.min(3, points)) as Strength;
}
