import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureImage, imageDirectory } from '../tools/image/build.ts';
import { defaultOptions } from '../tools/image/options.ts';
import type { BenchReport } from './parts/report.ts';

/** What is loaded of webboot's image for virtual machines. */
export async function run(): Promise<BenchReport> {
  await ensureImage(defaultOptions);
  const { size } = await stat(join(imageDirectory(defaultOptions), 'initramfs.img'));
  return {
    title: 'size',
    rows: [{ name: 'initramfs for virtual machines', values: [size / 1e6], unit: 'MB', limit: 30 }],
    notes: ['the files of sticks: npm run soak -- stick sizes'],
  };
}
