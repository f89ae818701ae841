import { expect, test } from 'vitest';
import type { ImageFacts } from '../../../../src/core/image/image-facts.ts';
import type { Expectation } from '../../../../src/core/image/trust.ts';
import type { HostFacts } from '../../../../src/core/machine/host-facts.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { gibibyte, hostFacts, imageFacts, imageSource, mebibyte } from '../../../helpers/facts.ts';

const signed: Expectation = {
  kind: 'digest',
  digest: { algorithm: 'sha256', hex: '00'.repeat(32) },
  trust: { kind: 'signed', by: 'Demo', fingerprint: 'AA', covers: 'checksums' },
};

function plan({
  facts = {},
  host = {},
  expectation = signed,
  serveOn = true,
}: {
  facts?: Partial<ImageFacts>;
  host?: Partial<HostFacts>;
  expectation?: Expectation;
  serveOn?: boolean;
} = {}) {
  const made = planBoot({
    source: imageSource(),
    facts: imageFacts(facts),
    expectation,
    host: hostFacts({ ownFileBytes: 44 * mebibyte, ...host }),
    choice: serveOn ? { serveOn: true } : {},
  });
  return { size: made.reservation.size, servesOn: made.steps?.graft?.hook?.servesOn };
}

const image = { size: 250 * mebibyte, volumeId: 'DEBIAN', kind: 'iso9660' } as const;

test('a live system that is to serve its image gets room behind it, and a hook, whatever its initrd has', () => {
  // The image, the large files, 16 MiB for the rest, and the boot record.
  expect(plan()).toEqual({ size: 312 * mebibyte, servesOn: true });
  const complete = { pmem: { state: 'initrd', missing: [] } } as const;
  expect(plan({ facts: complete })).toEqual({ size: 312 * mebibyte, servesOn: true });
});

test('without the wish nothing changes', () => {
  expect(plan({ serveOn: false })).toEqual({ size: 252 * mebibyte, servesOn: false });
});

const pmem = (size: number) => [
  { path: '/dev/pmem0', size, reservation: { start: gibibyte, size } },
];

test.each<[string, Parameters<typeof plan>[0]]>([
  ['webboot does not run from its image', { host: { ownFileBytes: undefined as never } }],
  ['nobody vouches for the image', { expectation: { kind: 'none', reason: 'a test' } }],
  ['the family has no place for the command', { facts: { family: 'nixos' } }],
  ['the reservation is too small', { host: { pmem: pmem(300 * mebibyte) } }],
  [
    'the memory would be missed',
    { host: { ramBytes: 300 * mebibyte, pmem: pmem(800 * mebibyte) } },
  ],
])('it gets nothing if %s', (_, given) => {
  const { size, servesOn = false } = plan({ ...given, facts: { image, ...given?.facts } });
  expect(servesOn).toBe(false);
  expect(size).toBe(252 * mebibyte);
});
