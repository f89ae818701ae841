import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readKernelImage } from '../../../src/formats/kernel/kernel-image.ts';
import { debDependency, debFile } from '../../helpers/debs.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import type { FuzzTarget } from '../target.ts';

const images = 'usr/lib/debian-installer/images/12/arm64/text/debian-installer/arm64/linux';

export const target: FuzzTarget = {
  name: 'kernel',
  async seeds() {
    const seeds: Uint8Array[] = [];
    const x86 = await debDependency('linux-image-cloud-amd64');
    if (x86 !== undefined) {
      const boot = join(x86, 'boot');
      const name = readdirSync(boot).find((file) => file.startsWith('vmlinuz')) ?? '';
      const kernel = readStart(join(boot, name), 20_000);
      seeds.push(kernel.subarray(0, 0x300), kernel);
    }
    const arm64 = await debFile('debian-installer-12-netboot-arm64');
    if (arm64 !== undefined) {
      const kernel = readStart(join(arm64, images), 512);
      seeds.push(kernel, gzipSync(kernel));
    }
    return seeds;
  },
  async run(bytes) {
    await readBoth(bytes, (image) => readKernelImage(image, { scan: image.size === bytes.length }));
  },
};

function readStart(path: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const file = openSync(path, 'r');
  readSync(file, bytes);
  closeSync(file);
  return bytes;
}
