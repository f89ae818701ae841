import { expect, it } from 'vitest';
import { bootRecordOf } from '../../../../src/boot/kexec/boot-record.ts';
import { refuseBlockers } from '../../../../src/boot/run/failure.ts';
import { verify } from '../../../../src/boot/stages/verify.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { writeBootRecord } from '../../../../src/formats/boot-record.ts';
import { hostFacts, imageFacts, imageSource } from '../../../helpers/facts.ts';

it('has room for an entry whose title fills 64 KiB', async () => {
  const medium = await verify(
    { device: '/dev/pmem0', bytes: 5 },
    { expectation: { kind: 'none', reason: 'a test' }, id: 'x', acceptUnverified: 'x' },
    {
      keyring: { find: async () => undefined },
      clock: () => ({ now: new Date(), builtAt: new Date(0) }),
    },
  );
  const facts = imageFacts();
  const plan = planBoot({
    source: imageSource(),
    facts: {
      ...facts,
      entries: facts.entries.map((entry) => ({ ...entry, title: '\u0085'.repeat(65_536) })),
    },
    expectation: { kind: 'none', reason: 'a test' },
    host: hostFacts(),
    choice: { acceptUnverified: imageSource().id },
  });
  const text = JSON.stringify(bootRecordOf(refuseBlockers(plan), medium));
  expect(() => writeBootRecord(text)).not.toThrow();
});
