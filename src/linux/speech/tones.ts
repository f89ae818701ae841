const toneMs = 120;
/** In hertz, one after another; 0 is silence. */
const pitches = [660, 0, 880];
const loudness = 0.4;

/** Samples of 16 bits, little-endian, one channel. */
export function tones(samplesPerSecond: number): Uint8Array {
  const count = Math.floor((samplesPerSecond * toneMs) / 1000);
  const sound = Buffer.alloc(2 * count * pitches.length);
  for (const [part, pitch] of pitches.entries()) {
    for (let at = 0; at < count; at += 1) {
      const swing = Math.sin((2 * Math.PI * pitch * at) / samplesPerSecond);
      sound.writeInt16LE(Math.round(32_767 * loudness * swing), 2 * (part * count + at));
    }
  }
  return sound;
}
