/** Whether two texts say the same. Case, ё, punctuation and blanks do not count. */

export function plainWords(text: string): string[] {
  return text.toLowerCase().replaceAll("\u0451", "\u0435").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

export const sameWords = (one: string, other: string): boolean => {
  const words = plainWords(one);
  return words.length > 0 && words.join(" ") === plainWords(other).join(" ");
};

/** How much two texts have in common, 0 to 1: words of four letters and more, by their beginnings (so that endings do not count). */
export function likeness(one: string, other: string): number {
  const [a, b] = [stems(one), stems(other)];
  if (a.size === 0 || b.size === 0) return 0;
  const both = [...a].filter((stem) => b.has(stem)).length;
  return both / (a.size + b.size - both);
}

const stems = (text: string): Set<string> => new Set(plainWords(text).filter((word) => word.length > 3).map((word) => word.slice(0, 5)));
