import { readChunks } from '../../formats/random-access.ts';
import type { RandomAccess } from '../../ports.ts';
import type { BootContext } from '../boot-context.ts';
import type { Emit } from '../event-channel.ts';
import { prepareHandOver } from '../kexec/hand-over.ts';
import { initrdBytes, initrdChunks } from '../kexec/initrd-chunks.ts';
import type { TargetImages } from './extract.ts';

export interface LoadInput {
  readonly images: TargetImages;
  /** Absent where nothing is grafted. */
  readonly graft?: RandomAccess;
  readonly cmdline: string;
  readonly record: () => Promise<void>;
}

/** Hands kernel, initrd and command line to the running kernel; the machine can still be kept. */
export async function load(input: LoadInput, context: BootContext, emit: Emit): Promise<void> {
  const { images, graft, cmdline, record } = input;
  const { machine, signal } = context;
  // The graft goes in front: an uncompressed archive at the start leaves the early microcode
  // behind it where the kernel looks for it (find_cpio_data passes over whole archives), and
  // files of later archives win.
  const initrds = graft === undefined ? images.initrds : [graft, ...images.initrds];
  const files = async () => {
    const scratch = await machine.scratch();
    const kernel = await scratch.write('kernel', readChunks(images.kernel, { signal }));
    if (initrds.length === 0) return { kernel };
    return { kernel, initrd: await scratch.write('initrd', initrdChunks(initrds, { signal })) };
  };
  await prepareHandOver(
    { kernel: images.kernel, initrdBytes: initrdBytes(initrds), cmdline, files, record },
    machine,
    emit,
  );
}
