import { parameterName, parameterValue, parseCmdline } from '../cmdline.ts';
import { readSetting, type Settings } from './settings.ts';

/** What tells the stick that webboot came from. */
export interface StickMark {
  /** Of the partition for images and settings; the same on all sticks of one image. */
  readonly id: string;
  /** Of this one stick; absent at its first start. */
  readonly key?: string;
  /** It was loaded by what hands no key over: the loader of Chromebooks. */
  readonly keyless: boolean;
}

/** What the kernel command line tells webboot itself; docs/configuration.md lists it. */
export interface WebbootParameters extends Settings {
  /** No menu: JSON-line events on the console, and the boot starts by itself. */
  readonly auto: boolean;
  /** This webboot was started by another one that set memory aside for images. */
  readonly restarted: boolean;
  /** Absent where webboot came from no stick. */
  readonly stick?: StickMark;
  /** What is not understood, a sentence each; told at the start, and never in the way. */
  readonly problems: readonly string[];
}

/** Read by initramfs/init.sh. */
const ofInit = ['debug'];
/** init.sh reads the last one too. */
const markParts: Readonly<Record<string, 'id' | 'key' | 'esp' | undefined>> = {
  stick: 'id',
  'stick-key': 'key',
  esp: 'esp',
};

/** Reads `webboot.*=` off a kernel command line; everything else on it is the kernel's. */
export function parseWebbootParameters(cmdline: string): WebbootParameters {
  let settings: Settings = {};
  const problems: string[] = [];
  const mark = { id: '', key: '', esp: '' };
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
    const part = markParts[key];
    if (part !== undefined) {
      mark[part] = parameterValue(parameter).toLowerCase();
      continue;
    }
    const result = readSetting(key, parameterValue(parameter));
    if (result?.kind === 'read') settings = { ...settings, ...result.settings };
    else problems.push(`${name} is ignored: ${result?.reason ?? 'there is no such parameter'}.`);
  }
  return { ...settings, ...flags, ...stickOf(mark), problems };
}

function stickOf({ id, key, esp }: { id: string; key: string; esp: string }): {
  readonly stick?: StickMark;
} {
  if (id === '') return {};
  return { stick: { id, keyless: esp !== '', ...(key === '' ? {} : { key }) } };
}
