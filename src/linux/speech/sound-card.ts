import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A device that plays, as ALSA numbers it. */
export interface SoundDevice {
  readonly card: number;
  readonly device: number;
}

/** What the kernel's ALSA lists its devices in. */
const listFile = '/proc/asound/pcm';
const lookMs = 500;

/** A monitor seldom has loudspeakers that are on. */
const monitor = /hdmi|display ?port/i;

/**
 * The device that a person most likely hears: the first that plays, those of monitors last. Undefined without one.
 * A line is `01-03: HDMI 0 : HDMI 0 : playback 1` (snd_pcm_proc_read of the kernel's sound/core/pcm.c).
 */
export function findDevice(list: string): SoundDevice | undefined {
  const devices = list.split('\n').flatMap((line) => {
    const [, card, device, name = ''] = /^(\d{1,3})-(\d{1,3}): (.*)$/.exec(line) ?? [];
    if (!/: playback \d/.test(name)) return [];
    return [{ card: Number(card), device: Number(device), isMonitor: monitor.test(name) }];
  });
  const found = devices.find(({ isMonitor }) => !isMonitor) ?? devices[0];
  return found && { card: found.card, device: found.device };
}

/**
 * ALSA's settings with that device as the default: with conversion (plug), and without the mixing for which
 * programs share memory, which one that was ended would leave behind.
 */
export function deviceSettings({ card, device }: SoundDevice): string {
  return [
    '</usr/share/alsa/alsa.conf>',
    `pcm.!default { type plug slave.pcm { type hw card ${card} device ${device} } }`,
    '',
  ].join('\n');
}

async function look(): Promise<SoundDevice | undefined> {
  return findDevice(await readFile(listFile, 'utf8').catch(() => ''));
}

/**
 * Waits for a device, for as long as it takes: one on USB may be plugged in at any time. `onMissing` is called
 * once, if there is none after `patienceMs`.
 */
export async function waitForDevice(
  { patienceMs, signal }: { readonly patienceMs: number; readonly signal?: AbortSignal },
  onMissing: () => void,
  read = look,
): Promise<SoundDevice> {
  for (let waited = 0; ; waited += lookMs) {
    const device = await read();
    if (device !== undefined) return device;
    if (waited >= patienceMs && waited < patienceMs + lookMs) onMissing();
    await sleep(lookMs, undefined, { ref: false, ...(signal && { signal }) });
  }
}
