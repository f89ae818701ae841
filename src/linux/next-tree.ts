import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadLimits } from '../core/machine/load-limits.ts';
import { markTree } from '../core/machine/mark-tree.ts';
import type { Reservation } from '../core/machine/memory-map.ts';
import { FormatError, WebbootError } from '../errors.ts';
import { readDeviceTree } from '../formats/fdt/read-device-tree.ts';
import { writeDeviceTree } from '../formats/fdt/write-device-tree.ts';
import type { KexecImage } from '../ports/kexec.ts';
import { readHostFacts } from './host-facts.ts';
import { runDirectory } from './run-directory.ts';
import { readRunningTree } from './running-tree.ts';

const path = `${runDirectory}/next.dtb`;

export interface NextTree {
  /** For kexec(8). */
  readonly options: readonly string[];
  /** The running tree would do as well, apart from the size of a region and from the seed. */
  readonly isOptional: boolean;
}

/**
 * Writes the device tree for the next kernel of an arm64 machine: the image's own or the running
 * one, with the image's region set aside, and with a place for a seed. Throws `kexec-refused` where
 * the tree cannot say it, and for an image's own tree that cannot be read.
 */
export async function writeNextTree({
  dtb,
  region,
}: Pick<KexecImage, 'dtb' | 'region'>): Promise<NextTree> {
  const tree = dtb === undefined ? readRunningTree() : readOwn(await readFile(dtb), dtb);
  const { firmware, memoryMap, ownRegions } = await readHostFacts();
  const marked = tree && markTree(tree, region, firmware);
  if (marked === undefined) throw noTree();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, writeDeviceTree(marked));
  const { lowest, highest } = region === undefined ? {} : { ...loadLimits(memoryMap, region) };
  const isMarked = (one: Reservation) =>
    ownRegions.some(({ start, size }) => start === one.start && size >= one.size);
  return {
    options: [
      `--dtb=${path}`,
      ...(lowest === undefined ? [] : [`--mem-min=${lowest}`]),
      ...(highest === undefined ? [] : [`--mem-max=${highest}`]),
    ],
    isOptional:
      dtb === undefined && (region === undefined ? ownRegions.length === 0 : isMarked(region)),
  };
}

function readOwn(bytes: Uint8Array, subject: string) {
  try {
    return readDeviceTree(bytes);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new WebbootError('kexec-refused', `${subject} is not a device tree: ${cause.reason}.`, {
      subject,
      remedy: 'Name a device tree blob (.dtb), or leave --dtb out to use the running one.',
      cause,
    });
  }
}

function noTree(): WebbootError {
  return new WebbootError(
    'kexec-refused',
    'The device tree of this machine cannot describe the memory of the next kernel.',
    {
      subject: '/sys/firmware/fdt',
      remedy: 'Start the machine with a newer firmware or boot loader.',
    },
  );
}
