import type { Architecture } from '../core/architecture.ts';

/** What webboot itself runs on. */
export function hostArchitecture(): Architecture {
  if (process.arch === 'arm64') return 'aarch64';
  return process.arch === 'ia32' ? 'i386' : 'x86_64';
}
