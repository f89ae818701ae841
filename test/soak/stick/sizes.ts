import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileDigest } from '../../../tools/bundle/inputs.ts';
import { defaultOptions } from '../../../tools/image/options.ts';
import { say } from '../../../tools/shared/say.ts';
import { buildStick } from '../../../tools/stick/build.ts';

const limits = [
  { wifiFirmware: false, bytes: 58e6 },
  { wifiFirmware: true, bytes: 160e6 },
] as const;

/** What a stick loads, with Wi-Fi and without, is within its limit; built twice, it is the same bytes. */
export async function soakSizes(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-sizes-'));
  let status = 0;
  try {
    for (const { wifiFirmware, bytes } of limits) {
      const digests: string[] = [];
      for (const name of ['first', 'second']) {
        const out = join(folder, name);
        const usb = `${out}.img`;
        // Each into a directory of its own, so that nothing is taken over from the first.
        const image = { ...defaultOptions, flavour: 'generic', wifiFirmware, out } as const;
        const stick = { usb, isos: [], distros: [], secureBoot: { way: 'debian' } } as const;
        const { payloadBytes } = await buildStick(image, stick);
        if (payloadBytes > bytes) status = 1;
        digests.push(await fileDigest(usb));
        await rm(out, { recursive: true });
        await rm(usb);
      }
      const [first, second] = digests;
      if (first !== second) status = 1;
      say(`${wifiFirmware ? 'with' : 'without'} Wi-Fi: ${first} and ${second}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return status;
}
