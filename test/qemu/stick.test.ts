import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fileDigest } from '../../tools/bundle/inputs.ts';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';
import { copySparse, readDataPartition } from '../helpers/data-partition.ts';
import { menuAnswers } from '../helpers/menu-answers.ts';
import { buildTestStick, startFromStick } from '../helpers/stick-machine.ts';

const limit = { timeoutMs: 300_000 };
/** ext4 commits its journal every five seconds (admin-guide/ext4, commit=); until then it is as it was. */
const journalMs = 12_000;

let folder = '';
let stick: Awaited<ReturnType<typeof buildTestStick>>;
let machine: QemuProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
  stick = await buildTestStick(folder);
});
afterEach(async () => {
  await machine?.kill();
  machine = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a stick', () => {
  test('is made of the same bytes again', async () => {
    const again = await mkdtemp(join(folder, 'again-'));
    const { usb, isoOut } = await buildTestStick(again);
    expect(await fileDigest(usb)).toBe(await fileDigest(stick.usb));
    expect(await fileDigest(isoOut)).toBe(await fileDigest(stick.isoOut));
  });

  test('has at most 64 MB to load, without Wi-Fi', () => {
    expect(stick.payloadBytes).toBeLessThanOrEqual(64e6);
  });

  test('comes to the menu by BIOS, and has grown to its whole size by then or soon after', async () => {
    const file = join(folder, 'grown.img');
    await copySparse(stick.usb, file);
    await truncate(file, 2 ** 31);
    machine = await startFromStick({ file, firmware: 'bios', attachment: 'usb', folder });
    await machine.waitFor(/EXT4-fs \(sda3\): resized filesystem/, limit);
    await menuAnswers(machine, limit);
    await sleep(journalMs);
    await machine.kill();
    // Killed as by a power cut: the journal makes it whole again.
    expect((await readDataPartition(file)).bytes).toBeGreaterThan(1.6e9);
  });

  test('comes to the menu under Secure Boot, locked down', async () => {
    machine = await startFromStick({
      file: stick.usb,
      firmware: 'efi-secure',
      attachment: 'usb',
      folder,
    });
    await machine.waitFor(/secureboot: Secure boot enabled/, limit);
    await machine.waitFor(/Kernel is locked down from EFI Secure Boot/, limit);
    await menuAnswers(machine, limit);
  });
});
