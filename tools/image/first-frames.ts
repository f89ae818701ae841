import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Architecture } from '../../src/core/architecture.ts';
import { runTool } from '../shared/tool.ts';

/**
 * What initramfs/init.sh writes on each console before Node is started, by name: the menu's first frame, drawn
 * by the program of a bundle with `warmUpEntry`. The same bundle gives the same frames.
 */
export async function firstFrames(
  bundle: string,
  arch: Architecture,
): Promise<ReadonlyMap<string, string>> {
  const work = await mkdtemp(join(tmpdir(), 'webboot-frames-'));
  try {
    const file = join(work, 'frames.json');
    // What is drawn depends on the terminal and on much else in the environment: this is the image's.
    const node = [process.execPath, join(bundle, 'warm-up.mjs'), file, arch];
    await runTool('env', ['-i', 'TERM=linux', ...node], { package: 'coreutils' });
    return new Map(JSON.parse(await readFile(file, 'utf8')) as readonly [string, string][]);
  } finally {
    await rm(work, { recursive: true });
  }
}
