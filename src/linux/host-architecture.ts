import { arch } from 'node:os';
import type { Architecture } from '../core/architecture.ts';

/** What webboot itself runs on. */
export function hostArchitecture(): Architecture {
  if (arch() === 'arm64') return 'aarch64';
  return arch() === 'ia32' ? 'i386' : 'x86_64';
}
