/** What a page may tell of its visitor: the same limits as the server's (docs/js-api.md). */

export type Values = Record<string, unknown>;

const MOST_BYTES = 32 * 1024;
const MOST_DEPTH = 4;
const MOST_KEYS = 100;

/** Why these may not be told: a code; null: they may. */
export function refusalOf(values: unknown): string | null {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return "attributes_invalid";
  let keys = 0;
  const fits = (value: unknown, depth: number): boolean => {
    if (typeof value !== "object" || value === null) return true;
    if (depth > MOST_DEPTH) return false;
    if (!Array.isArray(value)) keys += Object.keys(value).length;
    return Object.values(value).every((one) => fits(one, depth + 1));
  };
  if (!fits(values, 1)) return "attributes_too_deep";
  if (keys > MOST_KEYS) return "attributes_too_many";
  return new TextEncoder().encode(JSON.stringify(values)).length > MOST_BYTES ? "attributes_too_large" : null;
}
