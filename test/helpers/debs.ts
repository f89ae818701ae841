import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const cache = fileURLToPath(new URL('../../build/cache/debs', import.meta.url));

/**
 * The files of a Debian package, unpacked into a directory that later runs share. Undefined, with
 * the reason printed, on a machine whose apt does not give the package: the test is to be skipped.
 */
export async function debFile(packageName: string): Promise<string | undefined> {
  const target = join(cache, packageName);
  if (await exists(target)) return target;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, '.work-'));
  try {
    await execa('dpkg-deb', ['-x', await download(packageName, work), join(work, 'tree')]);
    await addOldPaths(join(work, 'tree'));
    // Whoever comes second in a race finds the directory there, and it is as good as its own.
    await rename(join(work, 'tree'), target).catch(async (error) => {
      if (!(await exists(target))) throw error;
    });
    return target;
  } catch (error) {
    console.warn(`skipped: package ${packageName} cannot be had: ${reasonOf(error)}`);
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A Debian package as it comes, kept for later runs; undefined as with debFile. */
export async function debArchive(packageName: string): Promise<string | undefined> {
  const target = join(cache, `${packageName}.deb`);
  if (await exists(target)) return target;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, '.work-'));
  try {
    await rename(await download(packageName, work), target);
    return target;
  } catch (error) {
    console.warn(`skipped: package ${packageName} cannot be had: ${reasonOf(error)}`);
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(packageName: string, directory: string): Promise<string> {
  await execa('apt-get', ['download', '-qq', packageName], { cwd: directory });
  const deb = (await readdir(directory)).find((name) => name.endsWith('.deb'));
  if (deb === undefined) throw new Error(`apt-get downloaded no package ${packageName}`);
  return join(directory, deb);
}

/** The package that a metapackage like `linux-image-cloud-amd64` stands for, unpacked. */
export async function debDependency(metapackage: string): Promise<string | undefined> {
  const name = await dependencyOf(metapackage);
  return name && debFile(name);
}

export async function dependencyOf(metapackage: string): Promise<string | undefined> {
  const { stdout } = await execa('apt-cache', ['depends', metapackage], { reject: false });
  const name = /^\s*Depends: (\S+)$/m.exec(stdout ?? '')?.[1];
  if (name === undefined) console.warn(`skipped: apt knows no package behind ${metapackage}`);
  return name;
}

/** Since Debian 13 packages have `usr/bin` and `usr/lib` where there were `bin` and `lib`. */
async function addOldPaths(tree: string): Promise<void> {
  for (const name of ['bin', 'lib', 'sbin']) {
    const old = join(tree, name);
    if (!(await exists(old)) && (await exists(join(tree, 'usr', name)))) {
      await symlink(join('usr', name), old);
    }
  }
}

/** Paths of the modules in a tree; packed by xz since Debian 13. */
export function modulePaths(tree: string): readonly string[] {
  return readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ko(\.xz)?$/.test(path))
    .sort()
    .map((path) => join(tree, path));
}

/** A module as the kernel sees it. */
export function readModule(path: string): Uint8Array {
  const limit = { maxBuffer: 64 * 1024 * 1024 };
  return path.endsWith('.xz') ? execFileSync('xz', ['-dc', path], limit) : readFileSync(path);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
