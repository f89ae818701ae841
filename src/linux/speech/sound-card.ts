import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { areDriversLoaded } from '../waiting-drivers.ts';

/** A device that plays, as ALSA numbers it. */
export interface SoundDevice {
  readonly card: number;
  readonly device: number;
}

/** At least one, first the one that a person most likely hears. */
export type SoundDevices = readonly [SoundDevice, ...SoundDevice[]];

/** What the kernel's ALSA lists its devices in. */
const listFile = '/proc/asound/pcm';
const lookMs = 500;

/** A digital socket seldom has something behind it, and a monitor seldom loudspeakers that are on. */
function rankOf(name: string): number {
  if (/hdmi|display ?port/i.test(name)) return 2;
  return /digital|iec958|s\/?pdif/i.test(name) ? 1 : 0;
}

/**
 * The devices that play, first the one that a person most likely hears: those of monitors come last, and digital
 * sockets before them. A line is `01-03: HDMI 0 : HDMI 0 : playback 1` (snd_pcm_proc_read of the kernel's
 * sound/core/pcm.c).
 */
export function findDevices(list: string): readonly SoundDevice[] {
  const devices = list.split('\n').flatMap((line) => {
    const [, card, device, name = ''] = /^(\d{1,3})-(\d{1,3}): (.*)$/.exec(line) ?? [];
    if (!/: playback \d/.test(name)) return [];
    return [{ card: Number(card), device: Number(device), rank: rankOf(name) }];
  });
  return devices.toSorted((a, b) => a.rank - b.rank).map(({ card, device }) => ({ card, device }));
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

async function look(): Promise<readonly SoundDevice[]> {
  return findDevices(await readFile(listFile, 'utf8').catch(() => ''));
}

export interface DeviceWait {
  readonly patienceMs: number;
  /** Ends the wait: with the devices that there are, or an error. */
  readonly signal?: AbortSignal;
  readonly read?: () => Promise<readonly SoundDevice[]>;
  /** Until then, a better device may come than those that there are. */
  readonly areLoaded?: () => Promise<boolean>;
}

/** Drivers that take longer keep nobody waiting. */
const othersMs = 4_000;

/**
 * Waits for devices, for as long as it takes: one on USB may be plugged in at any time. When there is one, it waits
 * a little for others, because the first to come may be a monitor's. `onMissing` is called once, if there is none
 * after `patienceMs`.
 */
export async function waitForDevices(
  { patienceMs, signal, read = look, areLoaded = areDriversLoaded }: DeviceWait,
  onMissing: () => void,
): Promise<SoundDevices> {
  let found: number | undefined;
  for (let waited = 0; ; waited += lookMs) {
    const [first, ...others] = await read();
    if (first === undefined) {
      signal?.throwIfAborted();
    } else {
      found ??= waited;
      const isComplete = waited - found >= othersMs || (await areLoaded());
      if (isComplete || signal?.aborted === true) return [first, ...others];
    }
    if (first === undefined && waited >= patienceMs && waited < patienceMs + lookMs) onMissing();
    await sleep(lookMs, undefined, { ref: false });
  }
}
