import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';
import { runDirectory } from '../run-directory.ts';
import { deviceSettings, type SoundDevice } from './sound-card.ts';
import { makeAudible } from './sound-mixer.ts';
import { tones } from './tones.ts';

/** Where programs find the device that they play on. */
export interface SoundOutput {
  readonly env: Readonly<Record<string, string>>;
}

/** Makes a device the one that ALSA's programs take if they get this environment, and makes it loud enough. */
export async function openSoundOutput(
  device: SoundDevice,
  folder = runDirectory,
  runTool = run,
): Promise<SoundOutput> {
  const path = join(folder, `asound-${device.card}-${device.device}.conf`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, deviceSettings(device));
  await makeAudible(device.card, runTool);
  return { env: { ALSA_CONFIG_PATH: path } };
}

/** Two short tones, as installers give them when their menu is there. */
export async function beep({ env }: SoundOutput, runTool = run): Promise<void> {
  await runTool('aplay', ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', '22050', '-'], {
    env,
    input: tones(22_050),
    timeoutMs: 5000,
  });
}
