import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  attachments,
  buildTestStick,
  firmwares,
  startFromStick,
} from '../helpers/stick-machine.ts';

/** Every firmware with every way to attach the medium, to the menu. The exit status. */
export async function soakSticks(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
  let failures = 0;
  try {
    const { usb, isoOut } = await buildTestStick(folder);
    for (const firmware of firmwares) {
      for (const attachment of attachments) {
        const file = attachment === 'cdrom' ? isoOut : usb;
        const machine = await startFromStick({ file, firmware, attachment, folder });
        const result = await machine.waitFor(/choose what to boot/, { timeoutMs: 300_000 }).then(
          () => `menu after ${machine.elapsed.toFixed(0)} s`,
          (error: Error) => {
            failures += 1;
            return `FAILED: ${error.message}`;
          },
        );
        await machine.kill();
        console.log(`${firmware} ${attachment}: ${result}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return failures === 0 ? 0 : 1;
}
