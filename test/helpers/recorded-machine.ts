import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAt } from '../../src/linux/boot-records.ts';
import { openFileMedium } from '../../src/linux/file-medium.ts';
import { unpackXz } from '../../src/linux/unpack-xz.ts';
import type { KexecImage } from '../../src/ports/kexec.ts';
import type { Machine } from '../../src/ports/machine.ts';
import { hostFacts, mebibyte } from './facts.ts';

/** What a boot did to the machine; file contents as SHA-256, for they are gone afterwards. */
export interface RecordedMachine extends Machine {
  readonly loaded: { readonly kernel: string; readonly initrd: string; readonly cmdline: string }[];
  readonly executed: { readonly count: number };
  /** How often a kernel was let go of again. */
  readonly unloaded: { readonly count: number };
  /** The file that stands for `/dev/pmem0`. */
  readonly medium: string;
  remove(): Promise<void>;
}

/** A machine whose pmem device is a file, and whose kexec writes down what it is given. */
export async function recordedMachine(options: { mediumBytes: number }): Promise<RecordedMachine> {
  const directory = await mkdtemp(join(tmpdir(), 'webboot-machine-'));
  const medium = join(directory, 'pmem0');
  const file = await open(medium, 'w');
  await file.truncate(options.mediumBytes);
  await file.close();
  const loaded: RecordedMachine['loaded'] = [];
  const executed = { count: 0 };
  const unloaded = { count: 0 };
  const digestOf = async (path: string | undefined) =>
    path === undefined ? '' : sha256(await readFile(path));
  return {
    loaded,
    executed,
    unloaded,
    medium,
    facts: async () =>
      hostFacts({
        pmem: [
          {
            path: medium,
            size: options.mediumBytes,
            reservation: { start: 1024 * mebibyte, size: options.mediumBytes },
          },
        ],
      }),
    prepare: () => {},
    unpackXz,
    claim: async () => () => {},
    openMedium: openFileMedium,
    mount: async () => {
      throw new Error('nothing is mounted in this test');
    },
    copyImage: async () => {
      throw new Error('nothing is copied in this test');
    },
    scratch: async () => ({
      write: async (name, chunks) => {
        const path = join(directory, name);
        const target = await open(path, 'w');
        for await (const chunk of chunks) await target.writeFile(chunk);
        await target.close();
        return path;
      },
      writeAt: (name, offset, bytes) => {
        const file = openSync(join(directory, name), 'r+');
        writeSync(file, bytes, 0, bytes.length, offset);
        closeSync(file);
      },
      discard: async () => {
        for (const name of ['kernel', 'initrd']) await rm(join(directory, name), { force: true });
      },
    }),
    busybox: async () => new Uint8Array(),
    kexecLoad: async (image: KexecImage) => {
      loaded.push({
        kernel: await digestOf(image.kernel),
        initrd: await digestOf(image.initrd),
        cmdline: image.cmdline,
      });
    },
    saveRecord: async () => {},
    writeAt,
    resume: async () => {},
    kexecUnload: async () => {
      unloaded.count += 1;
    },
    quiesce: async function* () {
      yield 'at rest';
    },
    kexecExec: async () => {
      executed.count += 1;
    },
    leave: async () => {},
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
