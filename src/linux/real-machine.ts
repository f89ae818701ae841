import { readFile } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import { isStaticProgram } from '../formats/elf/static-program.ts';
import type { Machine } from '../ports/machine.ts';
import { saveRecord, writeAt } from './boot-records.ts';
import { claimDevice } from './claimed-devices.ts';
import { copyImage } from './copy-image.ts';
import { openFileMedium } from './file-medium.ts';
import { readHostFacts } from './host-facts.ts';
import { kexecExec, kexecLoad, kexecUnload } from './kexec.ts';
import { mountReadOnly } from './mount.ts';
import { quiesce, resume } from './quiesce.ts';
import { run, startShell } from './run.ts';
import { openScratch } from './scratch.ts';
import { settledFacts } from './settled-facts.ts';
import { unpackXz } from './unpack-xz.ts';

/** The machine that webboot runs on. */
export const realMachine: Machine = {
  facts: settledFacts(readHostFacts),
  prepare,
  claim: claimDevice,
  openMedium: openFileMedium,
  mount: mountReadOnly,
  copyImage,
  scratch: openScratch,
  unpackXz,
  busybox: readBusybox,
  kexecLoad,
  kexecUnload,
  quiesce,
  resume,
  saveRecord,
  writeAt,
  kexecExec,
  leave: async (how) => {
    await run('sync', []);
    await run(how === 'reboot' ? 'reboot' : 'poweroff', ['-f']);
  },
};

function prepare(): void {
  startShell();
  // The kernel would load its driver for ISO 9660 at the first mount, which waits for that.
  run('modprobe', ['isofs']).catch(() => {});
  busybox = findBusybox();
  busybox.catch(() => {});
}

let busybox: Promise<Uint8Array> | undefined;

function readBusybox(): Promise<Uint8Array> {
  return busybox ?? findBusybox();
}

async function findBusybox(): Promise<Uint8Array> {
  const bytes = await readFile('/bin/busybox').catch(() => undefined);
  // The target's initramfs need not have the libraries of another.
  if (bytes !== undefined && isStaticProgram(bytes)) return bytes;
  throw new WebbootError('host-tool-missing', 'There is no static busybox for the graft.', {
    subject: '/bin/busybox',
    remedy: 'Install the package busybox-static.',
  });
}
