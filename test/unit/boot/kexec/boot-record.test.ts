import { expect, it } from 'vitest';
import { bootRecordOf } from '../../../../src/boot/kexec/boot-record.ts';
import { verify } from '../../../../src/boot/stages/verify.ts';
import { writeBootRecord } from '../../../../src/formats/boot-record.ts';
import { createFakeSession } from '../../../helpers/fake-session.ts';

it('has room for an entry whose title fills 64 KiB', async () => {
  const session = createFakeSession();
  const peek = await session.peek(await session.select('debian/standard'));
  const plan = session.plan(peek, {});
  const medium = await verify(
    { device: '/dev/pmem0', bytes: 5 },
    { expectation: { kind: 'none', reason: 'a test' }, id: 'x', acceptUnverified: 'x' },
    {
      keyring: { find: async () => undefined },
      clock: () => ({ now: new Date(), builtAt: new Date(0) }),
    },
  );
  const entry = plan.entry && { ...plan.entry, title: '\u0085'.repeat(65_536) };
  if (entry === undefined) throw new Error('no entry');
  const steps = [{ op: 'load', cmdline: 'quiet', leftOut: [] } as const];
  const text = JSON.stringify(bootRecordOf({ ...plan, entry, steps }, medium));
  expect(() => writeBootRecord(text)).not.toThrow();
});
