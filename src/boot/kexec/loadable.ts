import { FormatError, WebbootError } from '../../errors.ts';
import { openLoadableKernel } from '../../formats/kernel/loadable-kernel.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/** A kernel as kexec takes it. Throws `extract-failed` if it is packed and cannot be unpacked. */
export async function loadable(file: RandomAccess, path: string): Promise<RandomAccess> {
  try {
    return await openLoadableKernel(file);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new WebbootError(
      'extract-failed',
      `The kernel ${path} cannot be unpacked: ${cause.reason}.`,
      { subject: path, remedy: 'Choose another kernel or boot entry.', cause },
    );
  }
}
