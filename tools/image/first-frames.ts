import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Architecture } from '../../src/core/architecture.ts';
import { bundle } from '../bundle/bundle.ts';
import { runTool } from '../shared/tool.ts';

/** In a bundle of its own: it shares modules with the image's, which would be cut up for that. */
const entries = { 'draw-ahead': 'tools/image/draw-ahead.ts' };

/**
 * What initramfs/init.sh writes on each console before Node is there, by name: the menu's first frame, in `.table` and
 * `.lines` what answers keys (drawn-table.ts). `rows` has the keys of the items that the mark comes to. The same sources
 * give the same bytes.
 */
export async function firstFrames(arch: Architecture): Promise<ReadonlyMap<string, string>> {
  const work = await mkdtemp(join(tmpdir(), 'webboot-frames-'));
  try {
    const dist = join(work, 'dist');
    await bundle({ outDir: dist, minify: true, builtAt: 0, entries });
    const file = join(work, 'frames.json');
    // What is drawn depends on the terminal and on much else in the environment: this is the image's.
    const node = [process.execPath, join(dist, 'draw-ahead.mjs'), file, arch];
    await runTool('env', ['-i', 'TERM=linux', ...node], { package: 'coreutils' });
    return new Map(JSON.parse(await readFile(file, 'utf8')) as readonly [string, string][]);
  } finally {
    await rm(work, { recursive: true });
  }
}
