import type { Say } from "./say.ts";

export interface Score { score: number; of: number }

/** A visitor's rating in words: what was asked with Yes and No is told as it was answered. */
export const scoreWords = ({ score, of }: Score, say: Say): string =>
  of === 2 ? say(score === of ? "score.yes" : "score.no") : say("score.of", { score, of });

export const isGood = ({ score, of }: Score): boolean => score / of > 0.7;
