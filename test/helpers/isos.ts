import {
  mkdir,
  mkdtemp,
  open,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { tinyBzimage } from './tiny-bzimage.ts';

/** What an image is to hold: a path's content, `{ link }`, or `{ sparse }` bytes. */
export type TreeSpec = Readonly<
  Record<string, string | Uint8Array | { readonly link: string } | { readonly sparse: number }>
>;

/** Writes the files below a directory. */
export async function makeTree(directory: string, spec: TreeSpec): Promise<void> {
  for (const [path, content] of Object.entries(spec)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array)
      await writeFile(file, content);
    else if ('link' in content) await symlink(content.link, file);
    else {
      await writeFile(file, '');
      await truncate(file, content.sparse);
    }
  }
}

/** A directory of this test's own, removed by the returned function. */
export async function scratchDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'webboot-iso-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Runs `genisoimage` or `xorriso -as mkisofs` over a tree; returns the image's path. */
export async function makeIso(
  directory: string,
  order: {
    readonly tool: 'genisoimage' | 'xorriso';
    readonly name: string;
    readonly options: readonly string[];
    readonly spec: TreeSpec;
  },
): Promise<string> {
  const tree = join(directory, `${order.name}.d`);
  const image = join(directory, `${order.name}.iso`);
  await makeTree(tree, order.spec);
  const [command, first] =
    order.tool === 'xorriso' ? ['xorriso', ['-as', 'mkisofs']] : ['genisoimage', []];
  await execa(command, [...(first as string[]), '-quiet', ...order.options, '-o', image, tree]);
  return image;
}

const bigBytes = 2 ** 32 + 5 * 2 ** 20 + 123;

/**
 * A sparse image of about 5 GB in the system's folder for temporary files, made once and kept:
 * `/live/big.squashfs` has over 4 GiB in two extents, and begins and ends with known text.
 */
export async function bigIso(): Promise<{ path: string; bigBytes: number }> {
  const path = join(tmpdir(), 'webboot-big-live.iso');
  if ((await stat(path).catch(() => undefined)) !== undefined) return { path, bigBytes };
  const scratch = await scratchDirectory();
  try {
    const tree = join(scratch.path, 'tree');
    await makeTree(tree, {
      'live/big.squashfs': { sparse: bigBytes },
      'live/other.bin': { sparse: 600 << 20 },
      'live/vmlinuz': tinyBzimage(),
      'live/initrd.img': 'initrd',
      'boot/grub/grub.cfg': `menuentry Live { linux /live/vmlinuz boot=live\n initrd /live/initrd.img }\n`,
    });
    const file = await open(join(tree, 'live/big.squashfs'), 'r+');
    await file.write('start', 0);
    await file.write('edge', 2 ** 32 - 2);
    await file.write('end', bigBytes - 3);
    await file.close();
    const raw = join(scratch.path, 'raw.iso');
    // Through a pipe the zeros never reach the disk: 5 s where writing them takes a minute.
    const options = ['-as', 'mkisofs', '-quiet', '-iso-level', '3', '-R', '-J', tree];
    await execa('xorriso', options, { buffer: false }).pipe('dd', [
      'conv=sparse',
      'bs=1M',
      'iflag=fullblock',
      'status=none',
      `of=${raw}`,
    ]);
    await rename(raw, path);
  } finally {
    await scratch.remove();
  }
  return { path, bigBytes };
}
