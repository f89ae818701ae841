import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunOptions } from '../../../../src/linux/run.ts';
import { beep, openSoundOutput } from '../../../../src/linux/speech/sound-output.ts';

let folder = '';
let asked: string[] = [];
let inputs: RunOptions[] = [];

const runTool = async (command: string, args: readonly string[], options: RunOptions = {}) => {
  asked.push([command, ...args].join(' '));
  inputs.push(options);
  return { exitCode: 1, stdout: '', stderr: 'Unable to find simple control' };
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-sound-'));
  asked = [];
  inputs = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the sound output', () => {
  it('is the device that was found, next to others, though nothing is known of its controls', async () => {
    const { env } = await openSoundOutput({ card: 2, device: 0 }, folder, runTool);
    const { env: other } = await openSoundOutput({ card: 2, device: 3 }, folder, runTool);
    expect(await readFile(env.ALSA_CONFIG_PATH ?? '', 'utf8')).toContain('card 2 device 0');
    expect(await readFile(other.ALSA_CONFIG_PATH ?? '', 'utf8')).toContain('card 2 device 3');
    expect(asked).toEqual(['amixer -c 2 scontents', 'amixer -c 2 scontents']);
  });

  it('plays a tone that can be heard', async () => {
    await beep({ env: { ALSA_CONFIG_PATH: 'here' } }, runTool);
    expect(asked).toEqual(['aplay -q -t raw -f S16_LE -c 1 -r 22050 -']);
    const sound = Buffer.from(inputs[0]?.input ?? '');
    const loudest = Math.max(
      ...Array.from({ length: sound.length / 2 }, (_, at) => sound.readInt16LE(2 * at)),
    );
    expect(loudest).toBeGreaterThan(8000);
    expect(inputs[0]?.env).toEqual({ ALSA_CONFIG_PATH: 'here' });
  });
});
