import { readChunks } from '../../formats/random-access.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/**
 * Several initrds as one: the kernel unpacks them one after the other, and each starts at a
 * multiple of 4 (Documentation/driver-api/early-userspace/buffer-format.rst).
 */
export async function* initrdChunks(
  initrds: readonly RandomAccess[],
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  for (const initrd of initrds) {
    yield* readChunks(initrd, options);
    yield new Uint8Array(initrdBytes([initrd]) - initrd.size);
  }
}

export function initrdBytes(initrds: readonly RandomAccess[]): number {
  return initrds.reduce((sum, { size }) => sum + Math.ceil(size / 4) * 4, 0);
}
