import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { scratchDirectory } from './isos.ts';

/** A volume made by mkfs.vfat and filled by mcopy: what sticks and ISOs have. Sizes in KiB. */
export async function fatImage(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { readonly kibibytes: number; readonly format?: readonly string[] },
): Promise<Uint8Array> {
  const scratch = await scratchDirectory();
  try {
    const image = join(scratch.path, 'volume');
    const { kibibytes, format = [] } = options;
    const create = ['-C', '-n', 'ESP', '-i', '5f2a10c4', ...format, image, String(kibibytes)];
    await execa('mkfs.vfat', create, { env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });
    const root = join(scratch.path, 'root');
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    const names = new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''));
    const sources = [...names].map((name) => join(root, name));
    await execa('mcopy', ['-s', '-i', image, ...sources, '::/']);
    return new Uint8Array(await readFile(image));
  } finally {
    await scratch.remove();
  }
}
