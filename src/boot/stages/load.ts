import { readChunks } from '../../formats/random-access.ts';
import type { RandomAccess } from '../../ports.ts';
import type { BootContext } from '../boot-context.ts';
import type { TargetImages } from './extract.ts';

/** Hands kernel, initrd and command line to the running kernel; the machine can still be kept. */
export async function load(
  images: TargetImages,
  graft: Uint8Array | undefined,
  cmdline: string,
  context: BootContext,
): Promise<void> {
  const scratch = await context.machine.scratch();
  const kernel = await scratch.write(
    'kernel',
    readChunks(images.kernel, { signal: context.signal }),
  );
  const hasInitrd = graft !== undefined || images.initrds.length > 0;
  const initrd = hasInitrd
    ? await scratch.write('initrd', initrdChunks(graft, images.initrds, context.signal))
    : undefined;
  await context.machine.kexecLoad({
    kernel,
    cmdline,
    ...(initrd === undefined ? {} : { initrd }),
  });
}

/**
 * The graft goes in front: an uncompressed archive at the start leaves the early microcode
 * behind it where the kernel looks for it (find_cpio_data passes over whole archives), and files
 * of the later archives win. Every segment starts at a multiple of 4 (initramfs buffer format).
 */
async function* initrdChunks(
  graft: Uint8Array | undefined,
  initrds: readonly RandomAccess[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (graft !== undefined) {
    yield graft;
    yield padding(graft.length);
  }
  for (const initrd of initrds) {
    yield* readChunks(initrd, { signal });
    yield padding(initrd.size);
  }
}

function padding(length: number): Uint8Array {
  return new Uint8Array((4 - (length % 4)) % 4);
}
