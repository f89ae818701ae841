import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Architecture } from '../../src/core/architecture.ts';
import { hostArchitecture } from '../../src/linux/host-architecture.ts';
import { projectDirectory } from '../shared/paths.ts';
import { runTool } from '../shared/tool.ts';

/** In the bundle; initramfs/init.sh names it to Node. */
const cacheDirectory = '.compiled';
/** The bundle's entry that fills the cache, tools/image/warm-up.ts; not for the image. */
export const warmUpEntry = { 'warm-up': 'tools/image/warm-up.ts' };

/**
 * Puts V8's code cache of the way to the menu's first frame into a bundle with `warmUpEntry`, by
 * running that with the Node that runs this. The cache is of use to the same version and
 * architecture of Node only, started with the same flags; any other does without. The same bundle gives the same bytes.
 * Specification: Node's documentation, "Module compile cache".
 */
export async function compileAhead(bundle: string, arch: Architecture): Promise<void> {
  if (arch === hostArchitecture()) await fillCache(bundle);
  await rm(join(bundle, 'warm-up.mjs'));
}

async function fillCache(bundle: string): Promise<void> {
  const flags = await quickStartFlags();
  // The cache holds the modules' addresses: by this one they are the same wherever the bundle lies.
  const here = '/proc/self/cwd';
  // What is drawn depends on the terminal and on much else in the environment: this is the image's.
  const environment = [
    'TERM=linux',
    `NODE_COMPILE_CACHE=${here}/${cacheDirectory}`,
    'NODE_COMPILE_CACHE_PORTABLE=1',
  ];
  const node = [
    ...[process.execPath, ...flags],
    // Else the cache has traces of time and chance. V8 takes it for one of the other flags alone.
    '--predictable',
    ...['--preserve-symlinks', '--preserve-symlinks-main', `${here}/warm-up.mjs`],
  ];
  await runTool('env', ['-i', ...environment, ...node], { package: 'coreutils', cwd: bundle });
  await ownedByRoot(join(bundle, cacheDirectory));
}

/** What init.sh starts Node with. */
async function quickStartFlags(): Promise<readonly string[]> {
  const script = await readFile(join(projectDirectory, 'initramfs/init.sh'), 'utf8');
  const [, flags] = /^quick_start='([^']*)'$/m.exec(script) ?? [];
  if (flags === undefined) throw new Error('initramfs/init.sh has no line quick_start=...');
  return flags.split(' ');
}

/** Node keeps the caches of different users apart, by a number at the end of the directory's name. */
async function ownedByRoot(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const ofRoot = name.replace(/-\d+$/, '-0');
    if (name !== ofRoot) await rename(join(cache, name), join(cache, ofRoot));
  }
}
