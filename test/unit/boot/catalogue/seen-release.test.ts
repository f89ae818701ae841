import { describe, expect, it } from 'vitest';
import { judgeSeen, noteRelease } from '../../../../src/boot/catalogue/seen-release.ts';
import type { ImageSource } from '../../../../src/core/image/image-source.ts';
import type { Expectation, Trust, TrustPolicy } from '../../../../src/core/image/trust.ts';
import { ageProblems, rollbackOf } from '../../../../src/core/plan/age-problems.ts';
import { imageSource } from '../../../helpers/facts.ts';
import { releaseMemory } from '../../../helpers/release-memory.ts';

const listed: TrustPolicy = { kind: 'signed-checksums', scheme: 'openpgp-detached', keys: [] };
const image: TrustPolicy = { kind: 'signed-image', scheme: 'openpgp-detached', keys: [] };
const id = 'demo/standard/x86_64';

function release(version: string, policy = listed): ImageSource {
  return imageSource({ version, fileName: `demo-${version}.iso`, policy });
}

function signedOn(day: string) {
  const trust = {
    kind: 'signed',
    by: 'x',
    fingerprint: 'x',
    covers: 'checksums',
    signedAt: `${day}T10:00:00.000Z`,
  } as const satisfies Trust;
  const digest = { algorithm: 'sha256', hex: 'ab'.repeat(32) } as const;
  return { trust, expectation: { kind: 'digest', digest, trust } satisfies Expectation };
}

describe('a release that is older than one that was booted from the stick before', () => {
  const memory = releaseMemory({ [id]: { version: '13.6.0', signed: '2026-09-05' } });
  const judge = (source: ImageSource, day: string) =>
    judgeSeen(source, signedOn(day).expectation, memory);

  it('is warned of, and refused where no person is asked', async () => {
    const source = await judge(release('13.5.0'), '2026-09-10');
    expect(source.outdated).toContain('older than 13.6.0, which was booted from this stick before');
    const problems = ageProblems(source);
    expect(problems).toMatchObject([{ severity: 'warning', code: 'release-rollback' }]);
    expect(rollbackOf({ source, problems })).toBeDefined();
  });

  it('is told by the day of its signature where the version is not signed', async () => {
    const claimed = await judge(release('99.0', image), '2026-03-01');
    expect(claimed.outdated).toContain('signed on 2026-03-01, before 2026-09-05');
    const unnamed = await judge(imageSource({ version: '', policy: listed }), '2026-03-01');
    expect(unnamed.outdated).toContain('signed on 2026-03-01');
  });

  it('is not the same one, a newer one, or another list of the same one', async () => {
    expect((await judge(release('13.6.0'), '2026-09-01')).outdated).toBeUndefined();
    expect((await judge(release('13.10.0'), '2026-09-06')).outdated).toBeUndefined();
    expect((await judge(release('13.7.0', image), '2026-09-05')).outdated).toBeUndefined();
  });

  it('is not told of another architecture, or of an address', async () => {
    expect((await judge({ ...release('12'), arch: 'aarch64' }, '2020-01-01')).outdated).toBe(
      undefined,
    );
    const typed = imageSource({ version: '12' });
    expect((await judge(typed, '2020-01-01')).outdated).toBeUndefined();
  });
});

describe('what is noted of a verified image', () => {
  it('is the newest version and the newest day, whatever was booted last', async () => {
    const memory = releaseMemory();
    await noteRelease(release('13.9.0'), signedOn('2026-09-05'), memory);
    await noteRelease(release('13.10.0'), signedOn('2026-10-05'), memory);
    await noteRelease(release('12.1.0'), signedOn('2026-01-05'), memory);
    expect(await memory.seen(id)).toEqual({ version: '13.10.0', signed: '2026-10-05' });
  });

  it('is no version that only a server has told: it would bar every later release', async () => {
    const memory = releaseMemory();
    await noteRelease(release('99.0', image), signedOn('2026-09-05'), memory);
    expect(await memory.seen(id)).toEqual({ signed: '2026-09-05' });
  });

  it('is nothing for an image that no signature vouches for', async () => {
    const memory = releaseMemory();
    const { expectation } = signedOn('2026-09-05');
    const digest = { algorithm: 'sha256', hex: 'ab'.repeat(32) } as const;
    const pinned = { kind: 'pinned', digest } as const;
    await noteRelease(release('13'), { trust: pinned, expectation }, memory);
    await noteRelease(imageSource(), signedOn('2026-09-05'), memory);
    expect(memory.kept.size).toBe(0);
  });
});
