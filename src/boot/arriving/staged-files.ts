import { mebibyte } from '../../core/mebibytes.ts';
import type { BootSteps } from '../../core/plan/boot-plan.ts';
import { memoryAccess, readChunks } from '../../formats/random-access.ts';
import type { Facts } from '../../ports/facts.ts';
import type { KexecImage } from '../../ports/kexec.ts';
import type { Media, Scratch } from '../../ports/media.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { openBootTree } from '../inspect/boot-tree.ts';
import { initrdBytes, initrdChunks } from '../kexec/initrd-chunks.ts';
import { openTargetImages, type TargetImages } from '../kexec/target-images.ts';
import { type KernelReading, readKexecKernel } from '../kexec/validate.ts';
import type { ArrivingImage } from './arriving-image.ts';

type ExtractStep = BootSteps['extract'];
type KexecFiles = Pick<KexecImage, 'kernel' | 'initrd'>;

/** Where kexec reads the target's kernel and initrd: it takes one file of each. */
export interface StagedFiles {
  /** What the kernel's file tells. */
  kernel(target: ExtractStep, images: TargetImages): Promise<KernelReading>;
  /**
   * Of the verified image; `graft` goes in front of the initrds. What was copied while the image
   * came in is not copied again.
   */
  files(
    target: ExtractStep,
    images: TargetImages,
    graft: RandomAccess | undefined,
    signal: AbortSignal,
  ): Promise<KexecFiles>;
  /** Memory that the copies take. */
  heldBytes(): number;
  /** Gives their memory back; to be called when nothing of the image is read any more. */
  discard(): Promise<void>;
}

const initrdName = 'initrd';

/**
 * Room in front of the initrd for a graft of busybox (2 MB), modules (1 MB) and a network. What of
 * it stays empty are zeros, which the kernel passes over between archives
 * (Documentation/driver-api/early-userspace/buffer-format.rst).
 */
const graftRoom = 4 << 20;
/** With less RAM than that beside the image, nothing is copied before its exact size is known. */
const leastRamBytes = 384 * mebibyte;

interface Staged extends KexecFiles {
  readonly scratch: Scratch;
  readonly target: ExtractStep;
  readonly reading: KernelReading;
}

/**
 * Copies kernel and initrd while the rest of the image comes in: a second on a slow machine. `target`
 * is what is going to be booted, as far as the peek told.
 */
export function stageFiles(
  arriving: ArrivingImage,
  target: ExtractStep,
  machine: Pick<Media, 'scratch'> & Facts,
): StagedFiles {
  let scratch: Scratch | undefined;
  let held = 0;
  const openScratch = async () => {
    scratch = await machine.scratch();
    held = 0;
    return scratch;
  };
  const discard = async () => {
    await scratch?.discard();
    held = 0;
  };
  const staging = arriving.whileArriving(async (image, signal): Promise<Staged | undefined> => {
    if ((await machine.facts()).ramBytes < leastRamBytes) return undefined;
    const images = await openTargetImages(target, await openBootTree(image, { signal }));
    const opened = await openScratch();
    // What an initrd lacks is known later, when it is unpacked.
    const room = images.initrds.length === 0 ? undefined : memoryAccess(new Uint8Array(graftRoom));
    held = images.kernel.size + initrdBytes([...images.initrds, ...(room ? [room] : [])]);
    try {
      const files = await writeFiles(opened, images, room, signal);
      const reading = await readKexecKernel(images.kernel, { signal });
      return { ...files, reading, scratch: opened, target };
    } catch (error) {
      await discard();
      throw error;
    }
  });
  return {
    heldBytes: () => held,
    async kernel(target, images) {
      const staged = await staging();
      const isStaged = staged !== undefined && isSame(staged.target, target);
      return isStaged ? staged.reading : readKexecKernel(images.kernel);
    },
    async files(target, images, graft, signal) {
      const staged = await staging();
      // Without a graft the initrd stays as it is: one that is no cpio archive bears no zeros.
      const fits = graft !== undefined && graft.size <= graftRoom;
      if (staged?.initrd === undefined || !fits || !isSame(staged.target, target)) {
        return writeFiles(await openScratch(), images, graft, signal);
      }
      staged.scratch.writeAt(initrdName, 0, await graft.read(0, graft.size));
      return { kernel: staged.kernel, initrd: staged.initrd };
    },
    async discard() {
      await staging();
      await discard();
    },
  };
}

function isSame(one: ExtractStep, other: ExtractStep): boolean {
  const paths = ({ kernel, initrds }: ExtractStep) => JSON.stringify([kernel, ...initrds]);
  return paths(one) === paths(other);
}

async function writeFiles(
  scratch: Scratch,
  { kernel: image, initrds: own }: TargetImages,
  graft: RandomAccess | undefined,
  signal: AbortSignal,
): Promise<KexecFiles> {
  // In front: an uncompressed archive at the start leaves the early microcode behind it where the
  // kernel looks for it (find_cpio_data passes over whole archives), and files of later ones win.
  const initrds = graft === undefined ? own : [graft, ...own];
  const kernel = await scratch.write('kernel', readChunks(image, { signal }));
  if (initrds.length === 0) return { kernel };
  return { kernel, initrd: await scratch.write(initrdName, initrdChunks(initrds, { signal })) };
}
