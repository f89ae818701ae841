import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { readPackage } from '../../../../src/formats/package/read-package.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import {
  apkPackage,
  arArchive,
  debPackage,
  pacmanPackage,
  rpmPackage,
  tarArchive,
} from '../../../helpers/packages.ts';

async function filesOf(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY) {
  const files = new Map<string, string>();
  const offered: string[] = [];
  const facts = await readPackage(memoryAccess(bytes), {
    wants(path, size) {
      offered.push(path);
      return size <= limit;
    },
    take: (path, content) => void files.set(path, Buffer.from(content).toString()),
  });
  return { facts, files, offered };
}

const big = 'module '.repeat(50_000);
const content = { 'boot/vmlinuz-6.12.1': 'kernel', 'lib/modules/6.12.1/a.ko': big, empty: '' };

describe('files and facts of a package', () => {
  test.each([
    ['deb', debPackage, 'linux-image-test', '6.12.1-1', 'amd64'],
    ['apk', apkPackage, 'linux-virt', '6.12.1-r0', 'x86_64'],
    ['pacman', pacmanPackage, 'linux', '6.12.1.arch1-1', 'x86_64'],
    ['rpm', rpmPackage, 'kernel-core', '6.12.1-1.fc42', 'x86_64'],
  ] as const)('%s', async (kind, build, name, version, architecture) => {
    const { facts, files } = await filesOf(build(content));
    expect(facts).toEqual({ kind, name, version, architecture });
    expect(Object.fromEntries(files)).toMatchObject(content);
  });

  test('a file that is not wanted is passed over', async () => {
    const { files, offered } = await filesOf(pacmanPackage(content), 100);
    expect(offered).toContain('lib/modules/6.12.1/a.ko');
    expect([...files.keys()]).toEqual(['boot/vmlinuz-6.12.1', 'empty']);
  });
});

describe('what is no package, or a damaged one', () => {
  test('other files are none', async () => {
    expect((await filesOf(Buffer.from('kernel'))).facts).toBeUndefined();
    expect((await filesOf(new Uint8Array())).facts).toBeUndefined();
    expect((await filesOf(gzipSync(tarArchive({ readme: 'x' })))).facts).toBeUndefined();
  });

  test.each([
    ['a deb without data', arArchive({ 'debian-binary': '2.0\n' })],
    ['a deb that is cut off', debPackage(content).subarray(0, 400)],
    ['an apk of version 3', Buffer.from('ADBd................')],
    ['an rpm that is cut off', rpmPackage(content).subarray(0, 300)],
    ['a package that was packed twice', gzipSync(pacmanPackage(content))],
    ['an archive with a wrong checksum', gzipSync(Buffer.alloc(2048, 1))],
    ['an archive that ends within a file', gzipSync(tarArchive({ a: big }).subarray(0, 9000))],
  ])('%s is refused', async (_, bytes) => {
    await expect(filesOf(bytes)).rejects.toThrow(FormatError);
  });

  test('an rpm header of more entries than a package has is refused before it is read', async () => {
    const bytes = Buffer.from(rpmPackage(content));
    bytes.writeUInt32BE(0xffffffff, 96 + 8);
    await expect(filesOf(bytes)).rejects.toThrow('4294967295 entries');
  });

  test('a name that is longer than any path is not taken', async () => {
    const long = Buffer.from(tarArchive({ '././@LongLink': 'n'.repeat(100_000), short: 'x' }));
    long.write('L', 156);
    const sum = long
      .subarray(0, 512)
      .fill(' ', 148, 156)
      .reduce((total, byte) => total + byte, 0);
    long.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const archive = [tarArchive({ '.PKGINFO': 'pkgname = a\n' }, { end: false }), long];
    const { files } = await filesOf(gzipSync(Buffer.concat(archive)));
    expect([...files.keys()]).toEqual(['short']);
  });
});
