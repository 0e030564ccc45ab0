/** Two soft tones for a word that comes while nobody looks. Loaded after the visitor's first touch of the chat: silent before that. */

export function createChime(): { play(): void } | null {
  try {
    const context = new AudioContext();
    void context.resume();
    return { play: () => [660, 880].forEach((pitch, i) => tone(context, pitch, context.currentTime + i * 0.12)) };
  } catch {
    return null;
  }
}

function tone(context: AudioContext, pitch: number, at: number): void {
  const voice = new OscillatorNode(context, { frequency: pitch });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0.06, at);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.25);
  voice.connect(volume).connect(context.destination);
  voice.start(at);
  voice.stop(at + 0.3);
}
