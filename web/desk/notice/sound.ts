/** Sounds made by the browser itself: no file, nothing to load. A tone is [start s, length s, from Hz, to Hz, loudness]. */

import type { Sound } from "./rules.ts";

type Tone = readonly [start: number, length: number, from: number, to: number, loud: number];
const TONES: Record<Exclude<Sound, "none">, readonly Tone[]> = {
  drop: [[0, 0.18, 980, 520, 0.3], [0.12, 0.22, 1240, 760, 0.2]],
  bell: [[0, 0.9, 880, 880, 0.25], [0, 0.6, 1760, 1760, 0.1], [0.25, 0.9, 1174, 1174, 0.2]],
  knock: [[0, 0.07, 190, 90, 0.6], [0.16, 0.07, 190, 90, 0.6]],
};

let context: AudioContext | null = null;

/** Plays one; false: the browser wants a touch of the page first, or has no sound. */
export async function play(sound: Sound): Promise<boolean> {
  if (sound === "none" || typeof AudioContext === "undefined") return false;
  context ??= new AudioContext();
  if (context.state === "suspended") await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 200))]);
  if (context.state !== "running") return false;
  for (const tone of TONES[sound]) voice(context, tone);
  return true;
}

function voice(on: AudioContext, [start, length, from, to, loud]: Tone): void {
  const [source, gain, at] = [on.createOscillator(), on.createGain(), on.currentTime + start];
  source.frequency.setValueAtTime(from, at);
  source.frequency.exponentialRampToValueAtTime(to, at + length);
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(loud, at + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
  source.connect(gain).connect(on.destination);
  source.start(at);
  source.stop(at + length + 0.02);
}
