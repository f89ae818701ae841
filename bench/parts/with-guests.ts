import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDemoGuest } from '../../tools/demo/guest.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import { publishDemo } from '../../tools/demo/publish.ts';
import { type BootGuests, prepareGuests } from './boot-guests.ts';
import { paddedDemo } from './padded-demo.ts';

/** Starts a mirror and prepares guests that boot from it: the demo, padded to `isoBytes` if that is given. */
export async function withGuests<T>(
  use: (guests: BootGuests) => Promise<T>,
  { isoBytes }: { isoBytes?: number } = {},
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'webboot-bench-'));
  try {
    const key = await demoKey();
    const publication =
      isoBytes === undefined
        ? await ensureDemo(key)
        : await publishDemo({
            iso: await paddedDemo(join(scratch, 'padded.iso'), isoBytes),
            directory: join(scratch, 'mirror'),
            key,
          });
    const guest = await prepareDemoGuest(publication, { key });
    try {
      return await use(await prepareGuests(scratch, { guest, publication }));
    } finally {
      await guest.close();
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}
