import { access, constants, open } from 'node:fs/promises';

/** initramfs/init.sh loads drivers when this is written to, or after ten seconds. */
const pipe = '/run/webboot/menu';
/** What it leaves when all have been loaded. */
const done = '/run/webboot/drivers-loaded';

/** The menu is there: what took its time from it may go on. */
export async function loadDrivers(): Promise<void> {
  // Without anybody who waits there is no reader, and nothing to do.
  const file = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined);
  await file?.writeFile('\n');
  await file?.close();
}

/** Whether a device that is not there now will hardly come by itself. */
export function areDriversLoaded(): Promise<boolean> {
  return access(done).then(
    () => true,
    () => false,
  );
}
