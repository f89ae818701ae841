import { findMissingFirmware } from '../../formats/kernel-log.ts';
import { run } from '../run.ts';

/** Firmware files that drivers asked the kernel for in vain. */
export async function readMissingFirmware(): Promise<readonly string[]> {
  const log = await run('dmesg', []).catch(() => undefined);
  return findMissingFirmware(log?.stdout ?? '');
}
