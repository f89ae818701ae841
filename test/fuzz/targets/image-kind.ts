import { describeImage } from '../../../src/formats/image-kind.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import type { FuzzTarget } from '../target.ts';

/** Beginnings of files that are no ISO images, of some kinds. */
export const target: FuzzTarget = {
  name: 'image-kind',
  async seeds() {
    const disk = Buffer.alloc(2048);
    disk.writeUInt32LE(2048, 454);
    disk.writeUInt32LE(100, 458);
    disk.set([0x83], 450);
    disk.set([0x55, 0xaa], 510);
    const kernel = Buffer.alloc(1024);
    kernel.set([0x55, 0xaa], 510);
    kernel.write('HdrS', 0x202);
    kernel.set([0x0f, 0x02], 0x206);
    const texts = ['\xfd7zXZ\0', '<!DOCTYPE html><html>', '-----BEGIN PGP SIGNATURE-----', ''];
    return [disk, kernel, ...texts.map((text) => Buffer.from(text, 'latin1'))];
  },
  async run(bytes) {
    await readBoth(bytes, (image) => describeImage(image));
  },
};
