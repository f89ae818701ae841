import { gzipSync, zstdCompressSync } from 'node:zlib';
import { writeCpio } from '../../src/formats/cpio/writer.ts';

/** Files of a package by path. */
export type PackageFiles = Readonly<Record<string, string | Uint8Array>>;

/** A ustar archive (POSIX.1-2017, pax). Without its end two of them can follow each other. */
export function tarArchive(files: PackageFiles, options: { end?: boolean } = {}): Uint8Array {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    const data = Buffer.from(content);
    return [tarHeader(path, data.length), data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(options.end === false ? 0 : 1024)]);
}

function tarHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0'.repeat(2), 108);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        0', 148);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

export function arArchive(members: PackageFiles): Uint8Array {
  const parts = Object.entries(members).flatMap(([name, content]) => {
    const data = Buffer.from(content);
    const fields = `${name.padEnd(16)}0           0     0     100644  ${String(data.length).padEnd(10)}\`\n`;
    return [Buffer.from(fields), data, Buffer.from('\n'.repeat(data.length % 2))];
  });
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}

export function debPackage(files: PackageFiles): Uint8Array {
  const control =
    'Package: linux-image-test\nVersion: 6.12.1-1\nArchitecture: amd64\nDescription: a kernel\n more\n';
  return arArchive({
    'debian-binary': '2.0\n',
    'control.tar.gz': gzipSync(tarArchive({ './control': control })),
    'data.tar.zst': zstdCompressSync(tarArchive(files)),
  });
}

/** As apk-tools 2 has them: three gzip members, of which only the last ends its archive. */
export function apkPackage(files: PackageFiles): Uint8Array {
  const pkginfo = '# by hand\npkgname = linux-virt\npkgver = 6.12.1-r0\narch = x86_64\n';
  return Buffer.concat([
    gzipSync(tarArchive({ '.SIGN.RSA.test.rsa.pub': 'signature' }, { end: false })),
    gzipSync(tarArchive({ '.PKGINFO': pkginfo }, { end: false })),
    gzipSync(tarArchive(files)),
  ]);
}

export function pacmanPackage(files: PackageFiles): Uint8Array {
  const pkginfo = 'pkgname = linux\npkgver = 6.12.1.arch1-1\narch = x86_64\n';
  return zstdCompressSync(tarArchive({ '.PKGINFO': pkginfo, ...files }));
}

export function rpmPackage(files: PackageFiles): Uint8Array {
  const payload = writeCpio(
    Object.entries(files).map(([path, content]) => ({
      kind: 'file',
      path: `./${path}`,
      data: Buffer.from(content),
    })),
  );
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb);
  const signature = rpmHeader({ 1000: 'padded to eight' });
  return Buffer.concat([
    ...[lead, signature, Buffer.alloc((8 - (signature.length % 8)) % 8)],
    rpmHeader({
      1000: 'kernel-core',
      1001: '6.12.1',
      1002: '1.fc42',
      1022: 'x86_64',
      1124: 'cpio',
    }),
    zstdCompressSync(payload),
  ]);
}

/** A header of strings by their tags. */
function rpmHeader(strings: Readonly<Record<number, string>>): Buffer {
  const entries = Object.entries(strings);
  const index = Buffer.alloc(16 * entries.length);
  const store: Buffer[] = [];
  let offset = 0;
  entries.forEach(([tag, text], at) => {
    [Number(tag), 6, offset, 1].forEach((value, field) => {
      index.writeUInt32BE(value, 16 * at + 4 * field);
    });
    store.push(Buffer.from(`${text}\0`));
    offset += text.length + 1;
  });
  const intro = Buffer.alloc(16);
  intro.writeUInt32BE(0x8eade801);
  intro.writeUInt32BE(entries.length, 8);
  intro.writeUInt32BE(offset, 12);
  return Buffer.concat([intro, index, ...store]);
}
