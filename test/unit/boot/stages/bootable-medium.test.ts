import { describe, expect, it } from 'vitest';
import type { Arriving } from '../../../../src/boot/arriving/arriving.ts';
import type { keepCopy } from '../../../../src/boot/keep/keep-copy.ts';
import type { bootRecordOf, saveBootRecord } from '../../../../src/boot/kexec/boot-record.ts';
import type { extract } from '../../../../src/boot/stages/extract.ts';
import type { graft } from '../../../../src/boot/stages/graft.ts';
import type { load } from '../../../../src/boot/stages/load.ts';
import {
  type AcceptedMedium,
  type BootableMedium,
  isVerified,
  type VerifiedMedium,
  verify,
} from '../../../../src/boot/stages/verify.ts';
import type { Expectation } from '../../../../src/core/image/trust.ts';

const hex = '00'.repeat(32);
const acquired = { device: '/dev/pmem0', bytes: 5, digest: new Uint8Array(32) };
const pinned: Expectation = {
  kind: 'digest',
  digest: { algorithm: 'sha256', hex },
  trust: { kind: 'pinned', digest: { algorithm: 'sha256', hex } },
};
const none: Expectation = { kind: 'none', reason: 'a test' };
const context = {
  keyring: { find: async () => undefined },
  clock: () => ({ now: new Date(), builtAt: new Date(0) }),
};

/** All that a medium says of itself, made by hand. */
const forged = { ...acquired, expectation: pinned, trust: pinned.trust };

type Medium = Parameters<Arriving['open']>[0];
type MediumOf<F extends (...given: never[]) => unknown, At extends number> = Parameters<F>[At];

describe('a medium that may be booted', () => {
  it('cannot be made but by verification: the compiler refuses it', () => {
    // @ts-expect-error nobody has verified it
    const verified: VerifiedMedium = forged;
    // @ts-expect-error nobody has accepted it
    const accepted: AcceptedMedium = { ...forged, trust: { kind: 'unverified', reason: '' } };
    // @ts-expect-error what was acquired is not verified yet
    const opened: Medium = acquired;
    // @ts-expect-error the same of one that says so
    const kept: MediumOf<typeof keepCopy, 1> = forged;
    // @ts-expect-error the same
    const recorded: MediumOf<typeof bootRecordOf, 1> = forged;
    // @ts-expect-error the same
    const written: MediumOf<typeof saveBootRecord, 2> = forged;
    expect([verified, accepted, opened, kept, recorded, written]).toHaveLength(6);
  });

  it('is demanded by every stage that comes after: the compiler refuses another', () => {
    type Extracts = MediumOf<typeof extract, 1>['medium'];
    type Grafts = MediumOf<typeof graft, 1>['arrived']['medium'];
    type Loads = MediumOf<typeof load, 0>['arrived']['medium'];
    // @ts-expect-error not verified
    const extracts: Extracts = forged;
    // @ts-expect-error not verified
    const grafts: Grafts = forged;
    // @ts-expect-error not verified
    const loads: Loads = forged;
    expect([extracts, grafts, loads]).toHaveLength(3);
  });

  it('that was only accepted is not kept as one that was verified', () => {
    const keeps = (medium: BootableMedium): MediumOf<typeof keepCopy, 1> => {
      // @ts-expect-error it may be an accepted one
      return medium;
    };
    expect(keeps).toBeTypeOf('function');
  });

  it('is one whose digest fits', async () => {
    const wish = { expectation: pinned, id: 'demo', acceptUnverified: undefined };
    const medium = await verify(acquired, wish, context);
    expect(medium).toMatchObject({ device: '/dev/pmem0', bytes: 5, trust: { kind: 'pinned' } });
    expect(isVerified(medium)).toBe(true);
    const other = { ...acquired, digest: new Uint8Array(32).fill(1) };
    await expect(verify(other, wish, context)).rejects.toMatchObject({ code: 'digest-wrong' });
    const { device, bytes } = acquired;
    await expect(verify({ device, bytes }, wish, context)).rejects.toMatchObject({
      code: 'digest-missing',
    });
  });

  it('or one that nobody vouches for and that was accepted by its own name', async () => {
    const wish = { expectation: none, id: 'url', acceptUnverified: 'url' };
    const medium = await verify(acquired, wish, context);
    expect(medium.trust).toEqual({ kind: 'unverified', reason: 'a test' });
    expect(isVerified(medium)).toBe(false);
    for (const acceptUnverified of [undefined, '', 'file']) {
      await expect(verify(acquired, { ...wish, acceptUnverified }, context)).rejects.toMatchObject({
        code: 'unverified-image',
      });
    }
  });

  it('whose digest is wrong is not accepted either, whatever was chosen', async () => {
    const wish = { expectation: pinned, id: 'demo', acceptUnverified: 'demo' };
    const other = { ...acquired, digest: new Uint8Array(32).fill(1) };
    await expect(verify(other, wish, context)).rejects.toMatchObject({ code: 'digest-wrong' });
  });
});
