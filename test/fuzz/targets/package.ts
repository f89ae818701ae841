import { readPackage } from '../../../src/formats/package/read-package.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import {
  apkPackage,
  arArchive,
  debPackage,
  pacmanPackage,
  rpmPackage,
  tarArchive,
} from '../../helpers/packages.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'package',
  async seeds() {
    const files = { 'boot/vmlinuz-1': 'kernel', 'lib/modules/1/a.ko': 'module '.repeat(90) };
    const control = tarArchive({ './control': 'Package: a\nVersion: 1\n' });
    return [
      debPackage(files),
      apkPackage(files),
      pacmanPackage(files),
      rpmPackage(files),
      // Without compression most changes reach the archive within.
      arArchive({
        'debian-binary': '2.0\n',
        'control.tar': control,
        'data.tar': tarArchive(files),
      }),
    ];
  },
  async run(bytes) {
    const taker = { wants: (_: string, size: number) => size < 1 << 20, take: () => undefined };
    await readPackage(memoryAccess(bytes), taker);
  },
};
