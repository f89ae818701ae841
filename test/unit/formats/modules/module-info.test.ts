import { execa } from 'execa';
import { expect, test } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { findElfSection } from '../../../../src/formats/modules/elf-section.ts';
import { readModuleInfo } from '../../../../src/formats/modules/module-info.ts';
import { debDependency, modulePaths, readModule } from '../../../helpers/debs.ts';

const kernelTree = await debDependency('linux-image-cloud-amd64');

function modulesIn(tree: string, count: number): string[] {
  const all = modulePaths(tree);
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => index % step === 0);
}

async function modinfo(field: string, path: string): Promise<string> {
  const { stdout } = await execa('/sbin/modinfo', ['-F', field, path]);
  return stdout;
}

test.skipIf(kernelTree === undefined)('modinfo says the same of real modules', async () => {
  const paths = modulesIn(kernelTree ?? '', 12);
  expect(paths.length).toBeGreaterThan(5);
  for (const path of paths) {
    const info = readModuleInfo(readModule(path));
    expect(info.vermagic).toBe((await modinfo('vermagic', path)).trimEnd());
    expect(info.depends.join(',')).toBe((await modinfo('depends', path)).replaceAll('-', '_'));
    expect(info.license).toBe((await modinfo('license', path)).split('\n')[0]);
    expect(info.name).toBe(await modinfo('name', path));
    expect(info.firmware.join('\n')).toBe(await modinfo('firmware', path));
    expect(info.aliases.join('\n')).toBe(await modinfo('alias', path));
    expect(info.signed).toBe((await modinfo('sig_id', path)) !== '');
  }
});

/** A 32-bit ELF file of three sections: none, .modinfo, .shstrtab. */
function elf32(modinfoText: string): Uint8Array {
  const names = '\0.modinfo\0.shstrtab\0';
  const bytes = new Uint8Array(52 + modinfoText.length + names.length + 3 * 40);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  const namesAt = 52 + modinfoText.length;
  const tableAt = namesAt + names.length;
  bytes.set(new TextEncoder().encode(modinfoText + names), 52);
  view.setUint32(0x20, tableAt, true);
  view.setUint16(0x2e, 40, true);
  view.setUint16(0x30, 3, true);
  view.setUint16(0x32, 2, true);
  const section = (index: number, fields: { name: number; offset: number; size: number }) => {
    view.setUint32(tableAt + index * 40, fields.name, true);
    view.setUint32(tableAt + index * 40 + 16, fields.offset, true);
    view.setUint32(tableAt + index * 40 + 20, fields.size, true);
  };
  section(1, { name: 1, offset: 52, size: modinfoText.length });
  section(2, { name: 10, offset: namesAt, size: names.length });
  return bytes;
}

test('a 32-bit module is read', () => {
  const info = readModuleInfo(elf32('vermagic=6.1 mod_unload \0name=nd-pmem\0depends=a-b,c\0'));
  expect(info).toMatchObject({
    name: 'nd_pmem',
    vermagic: '6.1 mod_unload',
    depends: ['a_b', 'c'],
    license: '',
    signed: false,
  });
});

test('an ELF file without .modinfo is no module', () => {
  const bytes = elf32('');
  bytes[53] = 0x58;
  expect(() => readModuleInfo(bytes)).toThrow('no .modinfo section');
});

test('what is no ELF file is told so', () => {
  expect(() => readModuleInfo(new TextEncoder().encode('#!/bin/sh\n'))).toThrow('no ELF file');
  expect(() => readModuleInfo(new Uint8Array(0))).toThrow(FormatError);
});

test('every truncation of a module is a FormatError', () => {
  const whole = elf32('name=x\0');
  for (let length = 0; length < whole.length; length += 1) {
    expect(() => findElfSection(whole.subarray(0, length), '.modinfo')).toThrow(FormatError);
  }
});

test('a section that reaches past the end is refused', () => {
  const bytes = elf32('name=x\0');
  new DataView(bytes.buffer).setUint32(bytes.length - 80 + 20, 0xffffffff, true);
  expect(() => readModuleInfo(bytes)).toThrow('reaches past the end');
});
