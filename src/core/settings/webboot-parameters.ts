import { parameterName, parameterValue, parseCmdline } from '../cmdline.ts';
import { readSetting, type Settings } from './settings.ts';

/** What the kernel command line tells webboot itself; docs/configuration.md lists it. */
export interface WebbootParameters extends Settings {
  /** No menu: JSON-line events on the console, and the boot starts by itself. */
  readonly auto: boolean;
  /** This webboot was started by another one that set memory aside for images. */
  readonly restarted: boolean;
  /** Identifier of the partition for images and settings, on the stick that webboot came from. */
  readonly stick?: string;
  /** What is not understood, a sentence each; told at the start, and never in the way. */
  readonly problems: readonly string[];
}

/** Read by initramfs/init.sh. */
const ofInit = ['debug', 'esp'];

/** Reads `webboot.*=` off a kernel command line; everything else on it is the kernel's. */
export function parseWebbootParameters(cmdline: string): WebbootParameters {
  let settings: Settings = {};
  const problems: string[] = [];
  let stick: string | undefined;
  const flags = { auto: false, restarted: false };
  for (const parameter of parseCmdline(cmdline).parameters) {
    const name = parameterName(parameter).replaceAll('"', '');
    if (!name.startsWith('webboot.')) continue;
    const key = name.slice('webboot.'.length);
    if (key === 'auto' || key === 'restarted') {
      flags[key] = parameterValue(parameter) !== '0';
      continue;
    }
    if (ofInit.includes(key)) continue;
    if (key === 'stick') {
      stick = parameterValue(parameter).toLowerCase();
      continue;
    }
    const result = readSetting(key, parameterValue(parameter));
    if (result?.kind === 'read') settings = { ...settings, ...result.settings };
    else problems.push(`${name} is left out: ${result?.reason ?? 'there is no such parameter'}.`);
  }
  return { ...settings, ...flags, ...(stick === undefined ? {} : { stick }), problems };
}
