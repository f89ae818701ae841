import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostArchitecture } from '../../../../src/linux/host-architecture.ts';
import { bundle, ownEntries } from '../../../../tools/bundle/bundle.ts';
import { compileAhead, warmUpEntry } from '../../../../tools/image/compile-ahead.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: the image’s caches are of use to root only');

let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-compile-ahead-'));
  const entries = { ...ownEntries, ...warmUpEntry };
  await bundle({ outDir: join(work, 'plain'), minify: true, builtAt: 0, entries });
});
afterAll(() => rm(work, { recursive: true, force: true }));

async function compiled(name: string): Promise<string> {
  const directory = join(work, name);
  await cp(join(work, 'plain'), directory, { recursive: true });
  await compileAhead(directory, hostArchitecture());
  return directory;
}

async function cachesIn(directory: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(directory, '.compiled'), { recursive: true });
  const files = names.filter((name) => name.includes('/')).sort();
  const read = (name: string) => readFile(join(directory, '.compiled', name), 'base64');
  return new Map(await Promise.all(files.map(async (name) => [name, await read(name)] as const)));
}

describe('the code cache of an image', () => {
  it('has the same bytes wherever it is made, and without the program that made it', async () => {
    const one = await compiled('one');
    process.env.FORCE_COLOR = '3';
    const other = await compiled('another-place').finally(() => delete process.env.FORCE_COLOR);
    const caches = await cachesIn(one);
    expect(caches.size).toBeGreaterThan(20);
    expect(await cachesIn(other)).toEqual(caches);
    expect(await readdir(one)).not.toContain('warm-up.mjs');
  });

  it.skipIf(!isRoot)('is taken by a Node that is started as init.sh starts it', async () => {
    const directory = await compiled('taken');
    const script = await readFile('initramfs/init.sh', 'utf8');
    const [, flags = ''] = /^quick_start='(.*)'$/m.exec(script) ?? [];
    const { stderr } = await execa(
      process.execPath,
      [...flags.split(' '), join(directory, 'main.mjs'), 'list'],
      {
        env: {
          NODE_COMPILE_CACHE: join(directory, '.compiled'),
          NODE_COMPILE_CACHE_PORTABLE: '1',
          NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
        },
      },
    );
    expect(stderr.match(/was accepted/g)?.length).toBeGreaterThan(2);
    expect(stderr).not.toMatch(/was rejected/);
  });
});
