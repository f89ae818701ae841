import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sectorBytes } from '../../src/formats/gpt/partition-table.ts';
import { readPartitionTable } from '../../src/formats/gpt/read.ts';
import { openFileMedium } from '../../src/linux/file-medium.ts';
import { openAptState } from '../../tools/debian/apt.ts';
import { suite } from '../../tools/image/suite.ts';
import { startQemu } from '../../tools/qemu/qemu.ts';
import { chromeosPrograms, developerKeys } from '../../tools/stick/chromeos-kernel.ts';
import type { DebianPrograms } from '../../tools/stick/debian-programs.ts';
import { findPlaced, readInitramfsBytes } from '../../tools/stick/kernel-blob.ts';
import { menuAnswers } from '../helpers/menu-answers.ts';
import { buildTestStick } from '../helpers/stick-machine.ts';

const kernelType = 'fe3a2a5d-4f32-41a7-b725-accc3285a309';

let folder = '';
let stick = '';
let programs: DebianPrograms;
let blob: Uint8Array;
/** All of the partition, as a file. */
let partition = '';
let guid = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-chromeos-'));
  stick = (await buildTestStick(folder, { chromeos: true })).usb;
  const apt = await openAptState({ suite, arch: 'x86_64' });
  await apt.update();
  programs = await chromeosPrograms(apt);
  const medium = await openFileMedium(stick);
  const { partitions } = await readPartitionTable(medium);
  const found = partitions.find((candidate) => candidate?.type === kernelType);
  if (found === undefined) throw new Error('no ChromeOS kernel partition');
  guid = found.id;
  const bytes = (found.lastSector - found.firstSector + 1) * sectorBytes;
  blob = await medium.read(found.firstSector * sectorBytes, bytes);
  await medium.close();
  partition = join(folder, 'kernel-partition');
  await writeFile(partition, blob);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const vbutil = (...args: string[]) => programs.run('usr/bin/futility', ['vbutil_kernel', ...args]);

describe('a stick for Chromebooks', () => {
  test('has a kernel partition that cgpt calls bootable', async () => {
    const table = await programs.run('usr/bin/cgpt', ['show', stick]);
    expect(table).toMatch(
      /Label: "webboot chromeos"\s+Type: ChromeOS kernel\s+UUID: .*\s+Attr: priority=10 tries=1 successful=1/,
    );
  });

  test('carries a kernel that the developer key verifies', async () => {
    const key = join(developerKeys(programs), 'kernel_subkey.vbpubk');
    const report = await vbutil('--verify', partition, '--signpubkey', key, '--verbose');
    expect(report).toMatch(/Signature:\s+valid/);
    expect(report).toContain('Body verification succeeded.');
    expect(report).toContain('kern_guid=%U ');
  });

  test('does not ask more of the loader than what boards of 2013 load', () => {
    expect(blob.length).toBeLessThanOrEqual(16 * 2 ** 20);
  });

  test('comes to the menu from what the loader would start, and fetches the rest', async () => {
    const kernel = join(folder, 'vmlinuz');
    const initrd = join(folder, 'initramfs');
    await vbutil('--get-vmlinuz', partition, '--vmlinuz-out', kernel);
    const { offset } = findPlaced(blob);
    await writeFile(initrd, blob.subarray(offset, offset + readInitramfsBytes(blob)));
    const report = await vbutil('--verify', partition);
    const cmdline = /^Config:\n(.*)$/m.exec(report)?.[1] ?? '';
    const machine = await startQemu({
      arch: 'x86_64',
      memoryMb: 2048,
      network: 'none',
      kernel,
      initrd,
      cmdline: cmdline.replace('%U', guid),
      drives: [{ file: stick, interface: 'usb' }],
    });
    try {
      await machine.waitFor(/webboot: stick read/, { timeoutMs: 300_000 });
      await menuAnswers(machine, { timeoutMs: 400_000 });
      expect(machine.log).toContain(`kern_guid=${guid}`);
    } finally {
      await machine.kill();
    }
  });
});
