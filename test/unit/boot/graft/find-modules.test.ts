import { gzipSync, zstdCompressSync } from 'node:zlib';
import { execaSync } from 'execa';
import { describe, expect, it } from 'vitest';
import { type ModulePlaces, placeModules } from '../../../../src/boot/graft/collect-modules.ts';
import { findModules } from '../../../../src/boot/graft/find-modules.ts';
import { findRootFileSystems } from '../../../../src/boot/graft/root-file-systems.ts';
import { WebbootError } from '../../../../src/errors.ts';
import { writeCpio } from '../../../../src/formats/cpio/writer.ts';
import { readModuleInfo } from '../../../../src/formats/modules/module-info.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { unpackXz } from '../../../../src/linux/unpack-xz.ts';
import type { FileTree } from '../../../../src/ports/file-tree.ts';
import type { Machine } from '../../../../src/ports/machine.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';
import { tinyModule } from '../../../helpers/tiny-module.ts';

const version = '6.12.1-amd64';
const request = { names: ['nd_pmem', 'nd_e820'], kernelVersion: version };
const drivers = 'kernel/drivers/nvdimm';
/** Large enough to be looked into, with squashfs's magic number. */
const squashfs = Buffer.concat([Buffer.from('hsqs'), Buffer.alloc(1024 * 1024)]);

const module = (name: string, vermagic = version) => tinyModule({ name, vermagic });
const xz = (bytes: Uint8Array) =>
  execaSync('xz', ['-c', '--check=crc32'], { input: bytes, encoding: 'buffer' }).stdout;

/** A kernel's modules below `parent`, as depmod lists them. */
function modulesIn(parent: string, files: Readonly<Record<string, Uint8Array>>) {
  const root = `${parent}/${version}`;
  const paths = Object.keys(files);
  const pathOf = (name: string) => paths.find((path) => path.includes(name)) ?? '';
  const dep = paths
    .map((path) => `${path}:${path.includes('libnvdimm') ? '' : ` ${pathOf('libnvdimm')}`}`)
    .join('\n');
  return {
    [`${root}/modules.dep`]: `${dep}\n`,
    [`${root}/modules.builtin`]: '',
    ...Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${root}/${path}`, bytes])),
  };
}

const plain = {
  [`${drivers}/libnvdimm.ko`]: module('libnvdimm'),
  [`${drivers}/nd_pmem.ko`]: module('nd_pmem'),
  [`${drivers}/nd_e820.ko`]: module('nd_e820'),
};

/** A machine with an image whose root file systems are these trees, by path. */
function machineWith(roots: Readonly<Record<string, FileTree | WebbootError>>) {
  const mounted = new Set<string>();
  const tree = memoryTree(Object.fromEntries(Object.keys(roots).map((path) => [path, squashfs])));
  const mount: Machine['mount'] = async ({ source }) => {
    const path = source.replace('/mnt', '');
    const root = source === '/dev/pmem0' ? tree : roots[path];
    if (root === undefined || root instanceof WebbootError) {
      throw root ?? new Error(`nothing at ${source}`);
    }
    mounted.add(source);
    const point = source === '/dev/pmem0' ? '/mnt' : `/mnt${path}-mounted`;
    return { path: point, tree: root, unmount: () => void mounted.delete(source) };
  };
  // Nothing else of a machine is used here.
  return { machine: { mount, unpackXz } as Machine, tree, mounted };
}

async function find(
  roots: Readonly<Record<string, FileTree | WebbootError>>,
  initrds: readonly Uint8Array[] = [],
  places?: ModulePlaces,
) {
  const { machine, tree, mounted } = machineWith(roots);
  const fileSystems = await findRootFileSystems(tree);
  const device = '/dev/pmem0';
  const sources = { device, fileSystems, places, initrds: initrds.map(memoryAccess) };
  try {
    return await findModules(request, sources, machine);
  } finally {
    expect([...mounted]).toEqual([]);
  }
}

async function codeOf(failing: Promise<unknown>): Promise<string> {
  const error: unknown = await failing.catch((reason: unknown) => reason);
  if (!(error instanceof WebbootError)) return String(error);
  expect(error.remedy).toBeTruthy();
  return error.code;
}

const names = ['libnvdimm.ko', 'nd_pmem.ko', 'nd_e820.ko'];

describe('the modules of a graft', () => {
  it('come decompressed and in load order, however their files are packed', async () => {
    const packed = {
      [`${drivers}/libnvdimm.ko.xz`]: xz(module('libnvdimm')),
      [`${drivers}/nd_pmem.ko.zst`]: zstdCompressSync(module('nd_pmem')),
      [`${drivers}/nd_e820.ko.gz`]: gzipSync(module('nd_e820')),
    };
    const found = await find({
      '/live/root.squashfs': memoryTree(modulesIn('/usr/lib/modules', packed)),
    });
    expect(found.map(({ fileName }) => fileName)).toEqual(names);
    expect(found.map(({ bytes }) => readModuleInfo(bytes).name)).toEqual([
      'libnvdimm',
      'nd_pmem',
      'nd_e820',
    ]);
  });

  describe('that are known to lie somewhere', () => {
    const places = {
      directory: `/usr/lib/modules/${version}`,
      paths: [`${drivers}/libnvdimm.ko`, `${drivers}/nd_e820.ko`],
    };
    const root = memoryTree(modulesIn('/usr/lib/modules', plain));

    it('are taken from there, and nothing else is looked at', async () => {
      const found = await find({ '/live/root.squashfs': root }, [], places);
      expect(found.map(({ fileName }) => fileName)).toEqual(['libnvdimm.ko', 'nd_e820.ko']);
    });

    it('are looked for again where not all can be mounted', async () => {
      const refused = new WebbootError('mount-failed', 'no LZO here', { remedy: 'none' });
      const roots = { '/live/root.squashfs': root, '/live/other.squashfs': refused };
      const found = await find(roots, [], places);
      expect(found.map(({ fileName }) => fileName)).toEqual(names);
    });

    it('are found by reading as they are by mounting', async () => {
      expect(await placeModules([root], request)).toEqual({
        directory: places.directory,
        paths: names.map((name) => `${drivers}/${name}`),
      });
      expect(await placeModules([memoryTree({})], request)).toBeUndefined();
    });
  });

  it('come out of layers together, the lists from one and the files from another', async () => {
    const all = modulesIn('/lib/modules', plain);
    const isList = (path: string) => path.includes('/modules.');
    const only = (keep: (path: string) => boolean) =>
      memoryTree(Object.fromEntries(Object.entries(all).filter(([path]) => keep(path))));
    const found = await find({
      '/casper/minimal.squashfs': memoryTree({ '/etc/os-release': 'x' }),
      '/casper/minimal.standard.squashfs': only(isList),
      '/casper/minimal.standard.live.squashfs': only((path) => !isList(path)),
    });
    expect(found.map(({ fileName }) => fileName)).toEqual(names);
  });

  it('come out of layers whose lists know only themselves and what is below', async () => {
    const { [`${drivers}/nd_e820.ko`]: added = new Uint8Array(), ...below } = plain;
    const all = modulesIn('/usr/lib/modules', plain);
    const list = `/usr/lib/modules/${version}/modules.dep`;
    const found = await find({
      '/casper/minimal.squashfs': memoryTree(modulesIn('/usr/lib/modules', below)),
      '/casper/minimal.live.squashfs': memoryTree({
        [list]: all[list] ?? '',
        [`/usr/lib/modules/${version}/${drivers}/nd_e820.ko`]: added,
      }),
    });
    expect(found.map(({ fileName }) => fileName)).toEqual(names);
  });

  it('are those of the image’s kernel where there are several kernels’', async () => {
    const others = Object.fromEntries(
      Object.keys(plain).map((path) => [
        `/usr/lib/modules/6.1.0-amd64/${path}`,
        module('other', '6.1.0-amd64'),
      ]),
    );
    const root = memoryTree({ ...others, ...modulesIn('/usr/lib/modules', plain) });
    const found = await find({ '/live/root.squashfs': root });
    expect(found.map(({ bytes }) => readModuleInfo(bytes).vermagic)).toEqual(
      names.map(() => expect.stringMatching(/^6\.12\.1-amd64 /)),
    );
  });

  it('leave out what the kernel has built in', async () => {
    const { [`${drivers}/nd_e820.ko`]: only = new Uint8Array() } = plain;
    const root = memoryTree({
      ...modulesIn('/usr/lib/modules', { [`${drivers}/nd_e820.ko`]: only }),
      [`/usr/lib/modules/${version}/modules.builtin`]: `${drivers}/libnvdimm.ko\n${drivers}/nd_pmem.ko\n`,
    });
    const found = await find({ '/live/root.squashfs': root });
    expect(found.map(({ fileName }) => fileName)).toEqual(['nd_e820.ko']);
  });

  it('come out of a root file system within another', async () => {
    const found = await find({
      '/LiveOS/squashfs.img': memoryTree({ '/LiveOS/rootfs.img': squashfs }),
      '/LiveOS/squashfs.img-mounted/LiveOS/rootfs.img': memoryTree(
        modulesIn('/lib/modules', plain),
      ),
    });
    expect(found.map(({ fileName }) => fileName)).toEqual(names);
  });

  it.each(['/modules', `/${'a'.repeat(32)}-linux-6.12.1-modules/lib/modules`])(
    'are looked for in %s too',
    async (parent) => {
      const found = await find({ '/boot/modloop': memoryTree(modulesIn(parent, plain)) });
      expect(found.map(({ fileName }) => fileName)).toEqual(names);
    },
  );

  it('come out of the image’s own initrd where no root file system has them', async () => {
    const files = modulesIn('usr/lib/modules', plain);
    const initrd = writeCpio(
      Object.entries(files).map(([path, data]) => ({
        kind: 'file' as const,
        path,
        data: typeof data === 'string' ? new TextEncoder().encode(data) : data,
      })),
    );
    const empty = memoryTree({ '/etc/os-release': 'x' });
    const found = await find({ '/live/root.squashfs': empty }, [gzipSync(initrd)]);
    expect(found.map(({ fileName }) => fileName)).toEqual(names);
  });

  it('are missing where the image has none for its kernel', async () => {
    const empty = memoryTree({ '/etc/os-release': 'x' });
    expect(await codeOf(find({ '/live/root.squashfs': empty }))).toBe('modules-missing');
    expect(await codeOf(find({}))).toBe('modules-missing');
  });

  it('are refused when they are of another kernel', async () => {
    const other = { ...plain, [`${drivers}/nd_e820.ko`]: module('nd_e820', '5.10.0') };
    const root = memoryTree(modulesIn('/lib/modules', other));
    expect(await codeOf(find({ '/live/root.squashfs': root }))).toBe('modules-mismatch');
  });

  it('are found past a layer that cannot be mounted; alone, that is said', async () => {
    const broken = new WebbootError('mount-failed', 'wrong fs type', { remedy: 'none' });
    const good = memoryTree(modulesIn('/lib/modules', plain));
    const found = await find({ '/live/a.squashfs': broken, '/live/b.squashfs': good });
    expect(found).toHaveLength(3);
    const alone = await find({ '/live/a.squashfs': broken }).catch((error: Error) => error);
    expect(alone).toMatchObject({ code: 'modules-missing' });
    expect(String(alone)).toContain('wrong fs type');
  });

  it('are refused when their file is damaged', async () => {
    const { [`${drivers}/nd_e820.ko`]: whole, ...others } = plain;
    const cut = { ...others, [`${drivers}/nd_e820.ko.xz`]: xz(whole).subarray(0, 60) };
    const root = memoryTree(modulesIn('/lib/modules', cut));
    await expect(find({ '/live/root.squashfs': root })).rejects.toThrow(/xz|end/i);
  });
});

describe('the search for root file systems', () => {
  it('looks into the largest of thousands of files only', async () => {
    let opened = 0;
    const tree: FileTree = {
      volumeId: '',
      find: async () => undefined,
      list: async () =>
        Array.from({ length: 3000 }, (_, index) => ({
          ...{ name: `${index}.rpm`, kind: 'file' as const },
          size: (2 << 20) + index,
        })),
      open: async (path) => {
        opened += 1;
        return memoryAccess(path === '/2999.rpm' ? squashfs : new Uint8Array(4096));
      },
    };
    expect(await findRootFileSystems(tree)).toEqual([{ path: '/2999.rpm', type: 'squashfs' }]);
    expect(opened).toBeLessThan(200);
  });
});
