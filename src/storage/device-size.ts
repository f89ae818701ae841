import { readFile } from 'node:fs/promises';

/** sysfs counts in these, whatever the device's own sectors are (Documentation/block/stat.rst). */
export const sysfsSectorBytes = 512;

/** The bytes of a block device by its entry in sysfs, such as `class/block/sda` or `dev/block/8:0`. */
export async function readDeviceSize(entry: string): Promise<number> {
  return Number(await readFile(`/sys/${entry}/size`, 'utf8')) * sysfsSectorBytes;
}
