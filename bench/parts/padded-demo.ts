import { open, rm, stat } from 'node:fs/promises';
import { demoOptions, ensureLiveIso } from '../../tools/demo/iso.ts';
import { runTool } from '../../tools/shared/tool.ts';

/**
 * The demo in an ISO of `bytes`. The root file system comes last, as in images that it fills: only
 * with the last bytes can drivers be taken out.
 */
export async function paddedDemo(path: string, bytes: number): Promise<string> {
  const demo = await ensureLiveIso('debian-live', demoOptions);
  const padding = `${path}.padding`;
  const file = await open(padding, 'w');
  await file.truncate(bytes - (await stat(demo)).size);
  await file.close();
  await runTool('xorriso', [
    ...['-indev', demo, '-outdev', path, '-boot_image', 'any', 'replay'],
    ...['-map', padding, '/padding', '-find', '/padding', '-exec', 'sort_weight', '-1', '--'],
    ...['-find', '/live/filesystem.squashfs', '-exec', 'sort_weight', '-2', '--'],
  ]);
  await rm(padding);
  return path;
}
