import type { Architecture } from '../core/architecture.ts';
import { WebbootError } from '../errors.ts';

/** By `uname -m`, and as Debian's world calls them. */
const names: Readonly<Record<string, Architecture>> = {
  x86_64: 'x86_64',
  amd64: 'x86_64',
  aarch64: 'aarch64',
  arm64: 'aarch64',
  i386: 'i386',
  i686: 'i386',
};

/** What `--arch` says; undefined where it is not given. Throws WebbootError `usage`. */
export function parseArchitecture(word: string | undefined): Architecture | undefined {
  if (word === undefined) return undefined;
  const arch = Object.hasOwn(names, word) ? names[word] : undefined;
  if (arch !== undefined) return arch;
  throw new WebbootError('usage', `Unknown architecture "${word}".`, {
    remedy: 'Choose one of x86_64, aarch64, i386.',
  });
}

export const archOption = {
  type: 'string',
  value: 'ARCH',
  help: "Images for x86_64, aarch64 or i386 instead of this machine's architecture.",
  complete: ['x86_64', 'aarch64', 'i386'],
} as const;
