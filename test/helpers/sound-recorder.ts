import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A sound card whose output goes to a file: to be named when QEMU is started. */
export interface SoundRecorder {
  /** QEMU's arguments. */
  readonly arguments: readonly string[];
  /** How loud the loudest moment was since the last call; 0 is silence, 1 as loud as can be. */
  loudness(): Promise<number>;
  /** How much was played so far. */
  seconds(): Promise<number>;
  close(): Promise<void>;
}

/** Of a RIFF WAVE file as QEMU's audio back end `wav` writes it; 16 bits a sample, two channels. */
const headerBytes = 44;
const loudest = 32_768;
const bytesPerSecond = 44_100 * 2 * 2;

const cards = {
  hda: (backEnd: string) => ['-device', 'intel-hda', '-device', `hda-output,${backEnd}`],
  ac97: (backEnd: string) => ['-device', `AC97,${backEnd}`],
  es1370: (backEnd: string) => ['-device', `ES1370,${backEnd}`],
  usb: (backEnd: string) => [
    ...['-device', 'qemu-xhci,id=sound-bus'],
    ...['-device', `usb-audio,bus=sound-bus.0,${backEnd}`],
  ],
} as const;

export type SoundCard = keyof typeof cards;

/** `id` is QEMU's name of what takes the sound; each recorder of a machine has its own. */
export async function createSoundRecorder(
  card: SoundCard = 'hda',
  id = 'sound',
): Promise<SoundRecorder> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-sound-'));
  const path = join(folder, 'heard.wav');
  let heard = headerBytes;
  return {
    arguments: ['-audiodev', `wav,id=${id},path=${path}`, ...cards[card](`audiodev=${id}`)],
    async loudness() {
      const file = await open(path).catch(() => undefined);
      // QEMU makes it some time after its start.
      if (file === undefined) return 0;
      try {
        const { size } = await file.stat();
        const bytes = Buffer.alloc(Math.max(0, size - heard) & ~1);
        await file.read(bytes, 0, bytes.length, heard);
        heard += bytes.length;
        let most = 0;
        for (let at = 0; at < bytes.length; at += 2) {
          most = Math.max(most, Math.abs(bytes.readInt16LE(at)));
        }
        return most / loudest;
      } finally {
        await file.close();
      }
    },
    async seconds() {
      return ((await stat(path)).size - headerBytes) / bytesPerSecond;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
