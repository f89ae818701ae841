import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CpioEntry, writeCpio } from '../../src/formats/cpio/writer.ts';
import { oddLists, openAptState } from '../debian/apt.ts';
import { suite } from '../image/suite.ts';
import { unpackedDebs } from '../image/unpacked.ts';

/** What the floor's /init prints. */
export const floorText = /busybox runs/;

/**
 * Writes the least that a start is compared with: an initramfs of Debian's static busybox alone, which
 * prints `floorText` on the serial line and waits.
 */
export async function writeFloor(path: string): Promise<void> {
  const init = '#!/bin/busybox sh\necho busybox runs >/dev/ttyS0\nexec busybox sleep 1000\n';
  const program = (path: string, data: Uint8Array): CpioEntry => ({
    ...{ kind: 'file', path, mode: 0o755 },
    data,
  });
  const entries: readonly CpioEntry[] = [
    { kind: 'directory', path: 'bin' },
    { kind: 'directory', path: 'dev' },
    { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
    { kind: 'char-device', path: 'dev/ttyS0', major: 4, minor: 64 },
    program('bin/busybox', await readFile(await imageBusybox())),
    program('init', Buffer.from(init)),
  ];
  await writeFile(path, writeCpio(entries));
}

/** The image's own: the host's may be older, and want libraries. */
export async function imageBusybox(): Promise<string> {
  const apt = await openAptState({ suite, arch: 'x86_64' });
  await apt.update();
  const [deb] = await apt.download(['busybox-static']);
  if (deb === undefined) throw oddLists('apt returned no busybox-static.');
  return join(await unpackedDebs('busybox', [deb]), 'usr/bin/busybox');
}
