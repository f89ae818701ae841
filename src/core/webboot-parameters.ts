import { parameterName, parameterValue, parseCmdline } from './cmdline.ts';

/** What the kernel command line tells webboot itself; docs/configuration.md lists them. */
export interface WebbootParameters {
  readonly distro?: string;
  readonly url?: string;
  readonly entry?: string;
  readonly interface?: string;
  readonly append?: string;
  /** No menu: JSON-line events on the console, and the boot starts by itself. */
  readonly auto: boolean;
  /** This webboot was started by another one that set memory aside for images. */
  readonly restarted: boolean;
  /** The id of the one image that the person boots though nobody vouches for it. */
  readonly unverified?: string;
  /** Parameters that are not understood; told at the start, and never in the way. */
  readonly unknown: readonly string[];
}

const texts = ['distro', 'url', 'entry', 'interface', 'append', 'unverified'] as const;

/** Reads `webboot.*=` off a kernel command line; everything else on it is the kernel's. */
export function parseWebbootParameters(cmdline: string): WebbootParameters {
  const values = new Map<string, string>();
  const unknown: string[] = [];
  const flags = { auto: false, restarted: false };
  for (const parameter of parseCmdline(cmdline).parameters) {
    const name = parameterName(parameter).replaceAll('"', '');
    if (!name.startsWith('webboot.')) continue;
    const key = name.slice('webboot.'.length);
    if (key === 'auto' || key === 'restarted') flags[key] = parameterValue(parameter) !== '0';
    else if (texts.some((text) => text === key)) values.set(key, parameterValue(parameter));
    else unknown.push(name);
  }
  return { ...Object.fromEntries(values), ...flags, unknown };
}
