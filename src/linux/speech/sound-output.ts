import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';
import { runDirectory } from '../run-directory.ts';
import { deviceSettings, type SoundDevice } from './sound-card.ts';
import { tones } from './tones.ts';

/** Where programs find the device that they play on. */
export interface SoundOutput {
  readonly env: Readonly<Record<string, string>>;
}

/** Makes a device the one that ALSA's programs take, and makes it loud enough. */
export async function openSoundOutput(
  device: SoundDevice,
  folder = runDirectory,
  runTool = run,
): Promise<SoundOutput> {
  const path = join(folder, 'asound.conf');
  await mkdir(folder, { recursive: true });
  await writeFile(path, deviceSettings(device));
  for (const control of controls) {
    // Most cards have few of them.
    const args = ['-q', '-c', String(device.card), 'sset', control, '80%', 'unmute'];
    await runTool('amixer', args, { timeoutMs: 2000 });
  }
  return { env: { ALSA_CONFIG_PATH: path } };
}

/** What drivers call the way to loudspeakers and headphones, which starts muted. */
const controls = [
  ...['Master', 'PCM', 'Speaker', 'Headphone', 'Front', 'Line Out', 'Digital', 'Wave'],
  ...['Master Mono', 'DAC', 'Bass Speaker'],
];

/** Two short tones, as installers give them when their menu is there. */
export async function beep({ env }: SoundOutput, runTool = run): Promise<void> {
  await runTool('aplay', ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', '22050', '-'], {
    env,
    input: tones(22_050),
    timeoutMs: 5000,
  });
}
