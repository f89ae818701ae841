import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectImage } from '../../../../src/boot/inspect/inspect-image.ts';
import { createSession } from '../../../../src/boot/run/create-session.ts';
import type { ImageSource } from '../../../../src/core/image/image-source.ts';
import type { NetworkToHandOn } from '../../../../src/core/network/handed-network.ts';
import type { BootChoice } from '../../../../src/core/plan/boot-plan.ts';
import { imageSource, mebibyte } from '../../../helpers/facts.ts';
import { makeIso, scratchDirectory } from '../../../helpers/isos.ts';
import { type RecordedMachine, recordedMachine } from '../../../helpers/recorded-machine.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';
import { pinnedSource, twoFacedNetwork } from '../../../helpers/two-faced-network.ts';

const home: NetworkToHandOn = {
  mac: '02:00:00:00:00:01',
  wifi: { ssid: 'Home', security: 'wpa2-psk', hidden: false, passphrase: 'secret words' },
  ip: { method: 'automatic' },
  nameServers: [],
  certificates: {},
};

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let machine: RecordedMachine;
let image: Uint8Array;
/** How often the files were asked for. */
let injected = 0;

beforeAll(async () => {
  scratch = await scratchDirectory();
  const spec = {
    'boot/grub/grub.cfg':
      'menuentry Live { linux /live/vmlinuz boot=live\n initrd /live/initrd.img }\n',
    'live/vmlinuz': tinyBzimage(),
    'live/initrd.img': 'initrd',
  };
  const order = { tool: 'xorriso', name: 'live', options: ['-R'], spec } as const;
  image = new Uint8Array(await readFile(await makeIso(scratch.path, order)));
});
afterAll(() => scratch.remove());
beforeEach(async () => {
  machine = await recordedMachine({ mediumBytes: 16 * mebibyte });
  injected = 0;
  return () => machine.remove();
});

/** How often the network was asked for on the way to a boot. */
async function asked(source: ImageSource, choice: BootChoice): Promise<number> {
  let count = 0;
  const session = createSession(
    {
      machine,
      network: twoFacedNetwork(image, image),
      keyring: { find: async () => undefined },
      clock: () => ({ now: new Date(), builtAt: new Date(0) }),
      inspect: inspectImage,
      networkToHandOn: async () => {
        count += 1;
        return home;
      },
      injection: async () => {
        injected += 1;
        return new Map([['ssh-key', [{ name: 'authorized_keys', data: Buffer.from('key') }]]]);
      },
    },
    { distros: [], select: async () => source },
  );
  const peek = await session.peek(source);
  for await (const event of session.execute(session.plan(peek, choice))) {
    if (event.type === 'failed') throw new Error(event.failure.message);
  }
  expect(machine.executed.count).toBe(1);
  return count;
}

describe('the network with its passphrase', () => {
  it('is given to a verified image, if that was chosen', async () => {
    expect(await asked(pinnedSource(image), { handOn: 'verified' })).toBe(1);
  });

  it.each([
    ['nothing was chosen', undefined, 0],
    ['it was chosen for verified images', 'verified', 0],
    ['it was chosen for this one as well', 'always', 1],
  ] as const)('for an image that nobody vouches for, where %s', async (_, handOn, times) => {
    const accept = { acceptUnverified: 'demo/standard' };
    const choice = handOn === undefined ? accept : { ...accept, handOn };
    expect(await asked(imageSource(), choice)).toBe(times);
  });
});

describe('files of one’s own', () => {
  const kinds = ['ssh-key'] as const;
  it('are given to a verified image, if that was chosen', async () => {
    await asked(pinnedSource(image), { inject: { kinds, to: 'verified' } });
    expect(injected).toBe(1);
  });

  it.each([
    ['it was chosen for verified images', 'verified', 0],
    ['it was chosen for this one as well', 'always', 1],
  ] as const)('for an image that nobody vouches for, where %s', async (_, to, times) => {
    await asked(imageSource(), { acceptUnverified: 'demo/standard', inject: { kinds, to } });
    expect(injected).toBe(times);
  });
});
