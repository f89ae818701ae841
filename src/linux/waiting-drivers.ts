import { constants, open } from 'node:fs/promises';
import { exists } from './exists.ts';
import { runDirectory } from './run-directory.ts';

/** initramfs/init.sh loads drivers when this is written to, or after ten seconds. */
const pipe = `${runDirectory}/menu`;
/** What it leaves when all have been loaded. */
const done = `${runDirectory}/drivers-loaded`;

/** The menu is there: what took its time from it may go on. */
export async function loadDrivers(): Promise<void> {
  // Without anybody who waits there is no reader, and nothing to do.
  const file = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (file === undefined) return;
  try {
    await file.writeFile('\n');
  } finally {
    await file.close();
  }
}

/** Whether a device that is not there now will hardly come by itself. */
export function areDriversLoaded(): Promise<boolean> {
  return exists(done);
}
