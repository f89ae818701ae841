import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InspectImage } from '../../src/boot/run/boot-context.ts';
import { createSession } from '../../src/boot/run/create-session.ts';
import { knownFamilies } from '../../src/core/families/family.ts';
import { findEntry } from '../../src/core/image/find-entry.ts';
import type { BootEntry, ImageFacts } from '../../src/core/image/image-facts.ts';
import type { BootChoice } from '../../src/core/plan/boot-plan.ts';
import { editOf } from '../../src/core/plan/cmdline-edit.ts';
import { imageFacts, mebibyte } from '../helpers/facts.ts';
import { makeIso, scratchDirectory } from '../helpers/isos.ts';
import { type RecordedMachine, recordedMachine } from '../helpers/recorded-machine.ts';
import { tinyBzimage } from '../helpers/tiny-bzimage.ts';
import { pinnedSource, twoFacedNetwork } from '../helpers/two-faced-network.ts';

const words = ['quiet', 'boot=live', 'hooks=http://x/', 'auto=true', '--', 'rdinit=/own', 'splash'];
const cmdline = fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((line) => line.join(' '));
const entry: fc.Arbitrary<BootEntry> = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  title: fc.constantFrom('Live', 'Install', 'Live (safe)'),
  source: fc.constant('/boot/grub/grub.cfg'),
  kernel: fc.constantFrom('/live/vmlinuz', '/live/other'),
  initrds: fc.constantFrom([], ['/live/initrd.img']),
  cmdline,
  default: fc.boolean(),
});
const looked = fc.record({
  entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
  family: fc.constantFrom(...knownFamilies, 'unknown' as const),
});
/** What a mirror sends first: often nearly the image's own. */
const pairs = looked.chain((genuine) =>
  fc.record({
    genuine: fc.constant(genuine),
    shown: fc.oneof(
      fc.constant(genuine),
      looked,
      fc.record({
        family: fc.constant(genuine.family),
        entries: fc.shuffledSubarray([...genuine.entries], { minLength: 1 }),
      }),
    ),
  }),
);

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let machine: RecordedMachine;
let image: Uint8Array;

beforeAll(async () => {
  scratch = await scratchDirectory();
  machine = await recordedMachine({ mediumBytes: 16 * mebibyte });
  const spec = {
    'live/vmlinuz': tinyBzimage(),
    'live/other': Buffer.concat([tinyBzimage(), Buffer.from('other')]),
    'live/initrd.img': 'initrd',
  };
  const order = { tool: 'xorriso', name: 'pair', options: ['-R'], spec } as const;
  image = new Uint8Array(await readFile(await makeIso(scratch.path, order)));
});
afterAll(async () => {
  await scratch.remove();
  await machine.remove();
});

type Looked = Pick<ImageFacts, 'entries' | 'family'>;

/** What kexec is given when a mirror shows one image and sends the other; nothing if it is refused. */
async function kexeced(shown: Looked, genuine: Looked, choice: BootChoice) {
  const facts = (of: Looked) =>
    imageFacts({
      ...of,
      image: { size: image.length, volumeId: 'X', kind: 'iso9660' },
      pmem: { state: 'initrd', missing: [] },
      needs: { ramBytes: image.length },
    });
  // Only before the download is it read from an address.
  const inspect: InspectImage = async (from) => facts('url' in from ? shown : genuine);
  const session = createSession(
    {
      machine,
      network: twoFacedNetwork(image, image),
      keyring: { find: async () => undefined },
      clock: () => ({ now: new Date(), builtAt: new Date(0) }),
      inspect,
    },
    { distros: [], select: async () => pinnedSource(image) },
  );
  const peek = await session.peek(pinnedSource(image));
  machine.loaded.length = 0;
  for await (const _ of session.execute(session.plan(peek, choice)));
  return [...machine.loaded];
}

describe('whatever a mirror shows before the download', () => {
  it('what is booted is what was shown and what the image alone would have given, or nothing', async () => {
    const ended = { booted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(pairs, fc.nat(), cmdline, fc.boolean(), async (pair, at, typed, edits) => {
        const { shown, genuine } = pair;
        const chosen = shown.entries[at % shown.entries.length];
        const edit = edits && chosen !== undefined ? editOf(chosen.cmdline, typed) : [];
        const choice = {
          ...(chosen === undefined || at % 4 === 0 ? {} : { entry: chosen.id }),
          ...(edit.length === 0 || at % 4 === 0 ? {} : { edit }),
        };
        const booted = await kexeced(shown, genuine, choice);
        ended[booted.length === 0 ? 'refused' : 'booted'] += 1;
        if (booted.length === 0) return;
        const seen = findEntry(shown.entries, choice.entry);
        const real = findEntry(genuine.entries, choice.entry);
        expect({ ...real, default: seen?.default }).toEqual(seen);
        expect(booted).toEqual(await kexeced(genuine, genuine, choice));
      }),
      { numRuns: 150 },
    );
    expect(ended.booted).toBeGreaterThan(10);
    expect(ended.refused).toBeGreaterThan(10);
  });

  it('the image itself boots as it was shown', async () => {
    await fc.assert(
      fc.asyncProperty(looked, async (genuine) => {
        fc.pre(genuine.family !== 'unknown');
        expect(await kexeced(genuine, genuine, {})).toHaveLength(1);
      }),
      { numRuns: 30 },
    );
  });
});
