import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureImage } from '../tools/image/build.ts';
import { compressions, defaultOptions } from '../tools/image/options.ts';
import { buildDirectory } from '../tools/shared/paths.ts';
import type { BenchReport, BenchRow } from './parts/report.ts';

/** The image's size by how it is compressed; each is built first. */
export async function run(): Promise<BenchReport> {
  const rows: BenchRow[] = [];
  for (const compress of compressions) {
    const out = join(buildDirectory, 'bench', compress);
    await ensureImage({ ...defaultOptions, compress, out });
    const { size } = await stat(join(out, 'initramfs.img'));
    rows.push({ name: `initramfs.img by ${compress}`, values: [size / 1e6], unit: 'MB' });
  }
  return { title: 'compression', rows, notes: [] };
}
