import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoDirectory, demoOptions, ensureLiveIso } from '../../tools/demo/iso.ts';
import { runTool } from '../../tools/shared/tool.ts';

const rootImage = '/live/filesystem.squashfs';

/** The demo's ISO with one thing about it that is not as usual. */
export const alteredIsos = {
  'damaged-squashfs': 'its squashfs ends in zeros, where its tables should be',
  'no-modules': 'its squashfs holds no kernel modules',
  'other-modules': 'the kernel modules in its squashfs are another kernel’s',
  'plain-iso': 'no partition table: a disk without partitions',
} as const;

export type AlteredIso = keyof typeof alteredIsos;

/** Makes it anew in some seconds; its path. */
export async function makeAlteredIso(name: AlteredIso): Promise<string> {
  const demo = await ensureLiveIso('debian-live', demoOptions);
  const out = join(demoDirectory, `${name}.iso`);
  await rm(out, { force: true });
  if (name === 'plain-iso') {
    await copyFile(demo, out);
    // ISO 9660 leaves the first 16 sectors to others (ECMA-119, section 6.2.1).
    await overwrite(out, { at: 0, bytes: 16 * 2048 });
    return out;
  }
  const work = await mkdtemp(join(tmpdir(), 'webboot-altered-'));
  try {
    const root = await alteredRoot(name, demo, work);
    const options = ['-boot_image', 'any', 'replay', '-map', root, rootImage];
    await runTool('xorriso', ['-indev', demo, '-outdev', out, ...options]);
    return out;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** With zeros. */
async function overwrite(path: string, { at, bytes }: { at: number; bytes: number }) {
  const file = await open(path, 'r+');
  await file.write(new Uint8Array(bytes), 0, bytes, at);
  await file.close();
}

async function alteredRoot(name: AlteredIso, demo: string, work: string): Promise<string> {
  const path = join(work, 'filesystem.squashfs');
  await runTool('xorriso', [
    ...['-osirrox', 'on', '-indev', demo],
    ...['-extract', rootImage, path],
  ]);
  if (name === 'damaged-squashfs') {
    await chmod(path, 0o644);
    const tables = 1 << 20;
    await overwrite(path, { at: (await stat(path)).size - tables, bytes: tables });
    return path;
  }
  const stripped = join(work, 'stripped.squashfs');
  await mkdir(join(work, 'root'));
  await runTool('unsquashfs', ['-quiet', '-no-progress', '-f', '-d', join(work, 'root'), path]);
  const modules = join(work, 'root/usr/lib/modules');
  if (name === 'no-modules') await rm(modules, { recursive: true });
  else await replaceDriver(modules);
  const packing = ['-quiet', '-no-progress', '-comp', 'zstd'];
  await runTool('mksquashfs', [join(work, 'root'), stripped, ...packing]);
  return stripped;
}

/** A driver that says it is of the kernel after its own, as an update half done leaves it. */
async function replaceDriver(modules: string): Promise<void> {
  const names = await readdir(modules, { recursive: true });
  const name = names.find((path) => path.endsWith('/nd_e820.ko.xz'));
  if (name === undefined) throw new Error(`no nd_e820.ko.xz in ${modules}`);
  const path = join(modules, name);
  await runTool('unxz', [path]);
  const plain = path.slice(0, -3);
  const module = await readFile(plain);
  const vermagic = module.indexOf('vermagic=');
  module.write('9', vermagic + 'vermagic='.length);
  await writeFile(plain, module);
  await runTool('xz', ['--check=crc32', plain]);
}
