import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { loadOrder } from '../../../../src/formats/modules/load-order.ts';
import { moduleName } from '../../../../src/formats/modules/module-name.ts';
import { parseModulesDep } from '../../../../src/formats/modules/modules-dep.ts';
import {
  parseModulesAlias,
  parseModulesBuiltin,
  parseModulesSoftdep,
} from '../../../../src/formats/modules/modules-lists.ts';
import { debDependency } from '../../../helpers/debs.ts';

const kernelTree = await debDependency('linux-image-cloud-amd64');

const dep = parseModulesDep(
  [
    'kernel/drivers/nvdimm/nd_pmem.ko.xz: kernel/drivers/nvdimm/nd_btt.ko.xz kernel/lib/libnvdimm.ko.xz',
    'kernel/drivers/nvdimm/nd_btt.ko.xz: kernel/lib/libnvdimm.ko.xz',
    'kernel/drivers/nvdimm/nd-e820.ko.xz: kernel/lib/libnvdimm.ko.xz',
    'kernel/lib/libnvdimm.ko.xz:',
    '',
  ].join('\n'),
);

test.each([
  ['kernel/fs/isofs/isofs.ko', 'isofs'],
  ['nd-e820.ko.xz', 'nd_e820'],
  ['/lib/x/a-b.ko.zst', 'a_b'],
  ['snd-hda-intel', 'snd_hda_intel'],
  ['a.ko.gz', 'a'],
])('%s is the module %s', (path, name) => {
  expect(moduleName(path)).toBe(name);
});

test('each module comes after everything that it needs, and once', () => {
  expect(loadOrder(['nd_pmem', 'nd-e820'], dep)).toEqual({
    paths: [
      'kernel/lib/libnvdimm.ko.xz',
      'kernel/drivers/nvdimm/nd_btt.ko.xz',
      'kernel/drivers/nvdimm/nd_pmem.ko.xz',
      'kernel/drivers/nvdimm/nd-e820.ko.xz',
    ],
    missing: [],
  });
});

test('what is built in is not loaded, and what nobody has is missing', () => {
  const builtin = parseModulesBuiltin('kernel/lib/libnvdimm.ko\nkernel/fs/squashfs/squashfs.ko\n');
  expect(loadOrder(['nd_btt', 'squashfs', 'erofs'], dep, { builtin })).toEqual({
    paths: ['kernel/drivers/nvdimm/nd_btt.ko.xz'],
    missing: ['erofs'],
  });
});

test('a dependency that is not there is missing by its own name', () => {
  expect(loadOrder(['a'], parseModulesDep('a.ko: b.ko')).missing).toEqual(['b']);
});

test('soft dependencies come before and after, and their absence is nothing', () => {
  const softdeps = parseModulesSoftdep(
    '# comment\nsoftdep nd_btt pre: nd_e820 none post: nd_pmem\nsoftdep nd-btt pre: other\n',
  );
  expect(softdeps.get('nd_btt')).toEqual({ pre: ['nd_e820', 'none', 'other'], post: ['nd_pmem'] });
  expect(loadOrder(['nd_btt'], dep, { softdeps })).toEqual({
    paths: [
      'kernel/lib/libnvdimm.ko.xz',
      'kernel/drivers/nvdimm/nd-e820.ko.xz',
      'kernel/drivers/nvdimm/nd_btt.ko.xz',
      'kernel/drivers/nvdimm/nd_pmem.ko.xz',
    ],
    missing: [],
  });
});

test('an alias stands for every module that has it', () => {
  const aliases = parseModulesAlias('alias crc nd_btt\nalias crc nd_e820\nalias nd:t* nd_pmem\n');
  expect(loadOrder(['crc'], dep, { aliases })).toEqual({
    paths: [
      'kernel/lib/libnvdimm.ko.xz',
      'kernel/drivers/nvdimm/nd_btt.ko.xz',
      'kernel/drivers/nvdimm/nd-e820.ko.xz',
    ],
    missing: [],
  });
  expect(loadOrder(['nd:t4'], dep, { aliases }).missing).toEqual(['nd:t4']);
});

test('a circle of dependencies ends, and a long chain does not overflow the stack', () => {
  expect(loadOrder(['a'], parseModulesDep('a.ko: b.ko\nb.ko: a.ko')).paths).toHaveLength(2);
  const length = 100_000;
  const chain = Array.from({ length }, (_, index) => `m${index}.ko: m${index + 1}.ko`);
  const { paths, missing } = loadOrder(['m0'], parseModulesDep(chain.join('\n')));
  expect(paths[0]).toBe(`m${length - 1}.ko`);
  expect(missing).toEqual([`m${length}`]);
});

test('a line of modules.dep without a colon is refused at its place', () => {
  expect(() => parseModulesDep('a.ko:\nrubbish\n')).toThrow('(at 6)');
});

test('aliases keep their pattern', () => {
  expect(
    parseModulesAlias('# Aliases\nalias nd:t4* nd-pmem\nalias fs-iso9660 isofs\nbad\n'),
  ).toEqual([
    { pattern: 'nd:t4*', module: 'nd_pmem' },
    { pattern: 'fs-iso9660', module: 'isofs' },
  ]);
});

test.skipIf(kernelTree === undefined)('modprobe would load in the same order', async () => {
  const root = mkdtempSync(join(tmpdir(), 'webboot-modules-'));
  try {
    cpSync(join(kernelTree ?? '', 'lib/modules'), join(root, 'lib/modules'), { recursive: true });
    const [version = ''] = readdirSync(join(root, 'lib/modules'));
    await execa('/sbin/depmod', ['-b', root, version]);
    const directory = join(root, 'lib/modules', version);
    const read = (name: string) => readFileSync(join(directory, name), 'utf8');
    const modules = parseModulesDep(read('modules.dep'));
    const options = {
      builtin: parseModulesBuiltin(read('modules.builtin')),
      aliases: parseModulesAlias(read('modules.alias')),
      softdeps: parseModulesSoftdep(read('modules.softdep')),
    };
    // None with several lines in modules.softdep: of those modprobe takes one only, we take all.
    for (const name of ['nd_pmem', 'nf_nat_sip', 'xfs', 'ext4', 'virtio_net', 'overlay']) {
      if (!modules.has(name)) continue;
      const { stdout } = await execa('/sbin/modprobe', ['-d', root, '-S', version, '-D', name]);
      const expected = stdout
        .split('\n')
        .filter((line) => line.startsWith('insmod '))
        .map((line) => line.slice(line.indexOf('/kernel/') + 1).trim());
      expect(loadOrder([name], modules, options)).toEqual({ paths: expected, missing: [] });
    }
  } finally {
    rmSync(root, { recursive: true });
  }
});
