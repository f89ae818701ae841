import { constants, type FileHandle, open } from 'node:fs/promises';
import { exists } from './exists.ts';
import { runDirectory } from './run-directory.ts';

/** initramfs/init.sh loads drivers when this is written to, or after ten seconds. */
const pipe = `${runDirectory}/menu`;
/** What it leaves when all have been loaded. */
const done = `${runDirectory}/drivers-loaded`;

/** Without anybody who waits there is no reader, and nothing can be opened. */
const openPipe = () => open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);

/** The menu is there: what took its time from it may go on. */
export async function loadDrivers(
  opened: () => Promise<Pick<FileHandle, 'write' | 'close'>> = openPipe,
): Promise<void> {
  const file = await opened().catch(() => undefined);
  if (file === undefined) return;
  try {
    // EPIPE if the ten seconds end between the two calls: the drivers are being loaded then.
    await file.write('\n').catch(() => {});
  } finally {
    await file.close();
  }
}

/** Whether a device that is not there now will hardly come by itself. */
export function areDriversLoaded(): Promise<boolean> {
  return exists(done);
}
