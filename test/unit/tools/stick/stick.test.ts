import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { placeCore } from '../../../../tools/stick/bios-core.ts';
import { grubMenu } from '../../../../tools/stick/grub-config.ts';
import { stickIdentity } from '../../../../tools/stick/identity.ts';
import { planLayout } from '../../../../tools/stick/layout.ts';

const mebibyte = 2 ** 20;

describe('planLayout', () => {
  const identity = stickIdentity('a');
  const least = { withBios: true, esp: 60 * mebibyte, data: 48 * mebibyte };

  test('puts partitions one behind the other on whole mebibytes, the data last', () => {
    const { bios, esp, data, diskSectors } = planLayout(identity, { ...least, disk: undefined });
    expect(esp.firstSector).toBe(2 * 2048);
    expect(data.firstSector).toBe(esp.lastSector + 1);
    expect([bios?.firstSector, bios?.lastSector]).toEqual([2048, 2 * 2048 - 1]);
    for (const { firstSector } of [esp, data]) expect(firstSector % 2048).toBe(0);
    expect(data.lastSector + 33).toBeLessThan(diskSectors);
  });

  test('has no partition for the BIOS that arm64 does not have', () => {
    const { bios, esp } = planLayout(identity, { ...least, withBios: false, disk: undefined });
    expect(bios).toBe(undefined);
    expect(esp.firstSector).toBe(2048);
  });

  test('gives the data what a larger disk has', () => {
    const { data, diskSectors } = planLayout(identity, { ...least, disk: 4 * 2 ** 30 });
    expect(diskSectors * 512).toBe(4 * 2 ** 30);
    expect((data.lastSector - data.firstSector + 1) * 512).toBeGreaterThan(3.7 * 2 ** 30);
  });

  test('puts a bootable ChromeOS kernel before the data, which stays the last', () => {
    const bytes = { ...least, chromeos: 15.5 * mebibyte, disk: undefined };
    const { esp, chromeos, data } = planLayout(identity, bytes);
    expect(chromeos).toMatchObject({
      firstSector: esp.lastSector + 1,
      lastSector: data.firstSector - 1,
      attributes: 0x01_1a_0000_0000_0000n,
    });
  });

  test('refuses a disk that is too small, and says how large it has to be', () => {
    expect(() => planLayout(identity, { ...least, disk: 100 * mebibyte })).toThrow(/323 MiB/);
  });
});

describe('stickIdentity', () => {
  test('gives the same identifiers for the same content, and others for other content or names', () => {
    const id = stickIdentity('a').guid('disk');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(stickIdentity('a').guid('disk')).toBe(id);
    expect(stickIdentity('b').guid('disk')).not.toBe(id);
    expect(stickIdentity('a').guid('esp')).not.toBe(id);
  });
});

test('boot code and core image are told where they lie, and the partition table stays', () => {
  const placed = placeCore({
    mbr: new Uint8Array(512).fill(0xaa),
    code: new Uint8Array(512).fill(0x11),
    core: new Uint8Array(1500),
    sector: 2048,
  });
  const mbr = new DataView(placed.mbr.buffer);
  expect(mbr.getBigUint64(0x5c, true)).toBe(2048n);
  expect([placed.mbr[439], placed.mbr[440], placed.mbr[511]]).toEqual([0x11, 0xaa, 0xaa]);
  const core = new DataView(placed.core.buffer);
  expect(core.getBigUint64(500, true)).toBe(2049n);
  expect(core.getUint16(508, true)).toBe(2);
});

test("every entry of GRUB's menu loads the kernel, the initramfs, and the kernel as a file in it", () => {
  const text = grubMenu({
    arch: 'x86_64',
    medium: { kind: 'partition', uuid: '1234-ABCD' },
    cmdline: 'a=b',
  });
  const entries = text.split('menuentry').filter((entry) => entry.includes('linux'));
  expect(entries).toHaveLength(3);
  for (const entry of entries) {
    expect(entry).toMatch(/linux \/webboot\/vmlinuz .* webboot.stick-key=\$stickkey a=b\n/);
    expect(entry).toContain('initrd /webboot/initramfs.img newc:webboot/vmlinuz:/webboot/vmlinuz');
  }
  expect(text).toContain('--fs-uuid --set=root 1234-ABCD');
  expect(text.indexOf('load_env')).toBeGreaterThan(text.indexOf('--set=root'));
  expect(execaSync('grub-script-check', { input: text, reject: false }).stderr).toBe('');
  expect(grubMenu({ arch: 'x86_64', medium: { kind: 'iso' }, cmdline: '' })).not.toMatch(
    /load_env|stick-key/,
  );
});

test("GRUB's menu offers speech with an image that can speak, by a key, and otherwise has nothing of it", () => {
  const stick = { medium: { kind: 'partition', uuid: '1234-ABCD' }, cmdline: 'a=b' } as const;
  const speaking = grubMenu({ arch: 'x86_64', ...stick, speech: true });
  expect(speaking).toMatch(
    /menuentry 'webboot with speech' --hotkey=s \{\n {2}linux .* quiet webboot\.speech=yes .* a=b\n/,
  );
  expect(speaking).toMatch(/^play 600 /m);
  expect(execaSync('grub-script-check', { input: speaking, reject: false }).stderr).toBe('');
  expect(grubMenu({ arch: 'aarch64', ...stick, speech: true })).not.toContain('play');
  const silent = grubMenu({ arch: 'x86_64', ...stick });
  expect(silent).not.toMatch(/speech|play/);
  expect(silent).toContain("menuentry 'webboot' {");
});

test("arm64's serial lines get the menu under both of their names", () => {
  const text = grubMenu({ arch: 'aarch64', medium: { kind: 'iso' }, cmdline: '' });
  expect(text).toContain('console=ttyAMA0,115200 console=ttyS0,115200 console=tty0');
});
