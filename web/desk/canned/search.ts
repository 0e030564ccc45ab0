import type { Reply } from "./library.ts";
import { otherLayout } from "./words/layout.ts";

/** Lower case, ё as е. */
export const folded = (text: string): string => text.toLowerCase().replaceAll("\u0451", "\u0435");

/** The replies in which every word of the query is found, the best first; without a query those used most. */
export function search(replies: readonly Reply[], query: string): Reply[] {
  const asked = folded(query).split(/\s+/).filter(Boolean);
  const found = replies.map((reply) => ({ reply, score: scoreOf(reply, asked) })).filter(({ score }) => score > 0 || asked.length === 0);
  return found.sort((a, b) => b.score - a.score || b.reply.used - a.reply.used || a.reply.title.localeCompare(b.reply.title)).map(({ reply }) => reply);
}

function scoreOf(reply: Reply, asked: readonly string[]): number {
  let sum = 0;
  for (const word of asked) {
    const best = Math.max(wordScore(reply, word), wordScore(reply, folded(otherLayout(word))) * 0.9);
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

function wordScore(reply: Reply, word: string): number {
  const shortcut = folded(reply.shortcut);
  if (shortcut === word) return 100;
  if (shortcut.startsWith(word)) return 60;
  const title = folded(reply.title);
  if (title.startsWith(word)) return 50;
  if (words(title).some((one) => one.startsWith(word))) return 40;
  if (title.includes(word) || shortcut.includes(word)) return 25;
  if (folded(reply.folder).includes(word)) return 18;
  if (words(title).some((one) => isNear(one, word))) return 14;
  const texts = Object.values(reply.texts).map(folded);
  if (texts.some((text) => text.includes(word))) return 10;
  return texts.some((text) => words(text).some((one) => isNear(one, word))) ? 3 : 0;
}

const words = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** A slip of the finger: one letter wrong, missing, doubled or swapped in a word of four, two in one of eight. The beginning of a long word will do. */
function isNear(word: string, typed: string): boolean {
  if (typed.length < 4) return false;
  const allowed = typed.length < 8 ? 1 : 2;
  return [0, 1, -1].some((more) => distance(word.slice(0, typed.length + more), typed) <= allowed);
}

function distance(a: string, b: string): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 99) + 1 : 99;
      next.push(Math.min((row[j] ?? 99) + 1, (next[j - 1] ?? 99) + 1, (row[j - 1] ?? 99) + same, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 99;
}
