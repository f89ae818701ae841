import { describe, expect, it } from 'vitest';
import { judgeAge } from '../../../../src/boot/catalogue/judge-age.ts';
import { offerOf, sourceOf } from '../../../../src/boot/catalogue/offer.ts';
import { raiseLeast } from '../../../../src/boot/catalogue/raise-least.ts';
import { runBoot } from '../../../../src/boot/run/run-boot.ts';
import type { Session } from '../../../../src/boot/session/session.ts';
import type { Expectation } from '../../../../src/core/image/trust.ts';
import { ageProblems } from '../../../../src/core/plan/age-problems.ts';
import { type Distro, parseDistro } from '../../../../src/formats/catalogue/distro.ts';

function rowWith(changes: object = {}): Distro {
  return parseDistro(
    JSON.stringify({
      id: 'demo',
      name: 'Demo',
      description: 'A demo',
      homepage: 'https://demo.example/',
      mirrors: ['https://one.example'],
      newest: [{ resolver: 'alias' }],
      file: 'demo.iso',
      least: { version: '13.6.0', signed: '2026-06-01' },
      paceDays: 120,
      trust: { kind: 'none', reason: 'x' },
      variants: [{ id: 'live', name: 'live', architectures: ['x86_64'] }],
      ...changes,
    }),
  );
}

function sourceAt(version: string) {
  const row = rowWith();
  const [variant] = row.variants;
  if (variant === undefined) throw new Error('no variant');
  return sourceOf(offerOf(row, variant, 'x86_64'), { version });
}

const signedOn = (signedAt: string): Expectation => ({
  kind: 'digest',
  digest: { algorithm: 'sha256', hex: 'ab'.repeat(32) },
  trust: { kind: 'signed', by: 'x', fingerprint: 'x', covers: 'checksums', signedAt },
});
const now = new Date('2026-11-30');

describe('a release', () => {
  it('below the least version is outdated, by the order of versions', () => {
    expect(sourceAt('11.2.0').outdated).toContain('older than 13.6.0');
    expect(sourceAt('9.13.0').outdated).toBeDefined();
    expect(sourceAt('13.6.0').outdated).toBeUndefined();
    expect(sourceAt('13.10.0').outdated).toBeUndefined();
  });

  it('that was signed before the least day is outdated, whatever its version says', () => {
    const judged = judgeAge(sourceAt('13.7.0'), signedOn('2021-12-18T20:46:27.000Z'), now);
    expect(judged.outdated).toContain('signed on 2021-12-18');
    expect(ageProblems(judged)).toMatchObject([{ severity: 'warning', code: 'release-rollback' }]);
  });

  it('whose image is signed is judged by the day that its signature states', () => {
    const expectation: Expectation = {
      kind: 'signature',
      scheme: 'openpgp-detached',
      algorithm: 'sha512',
      suffixHex: '',
      signatureBase64: '',
      keys: [],
      signedAt: '2021-12-18T20:46:27.000Z',
    };
    expect(judgeAge(sourceAt('13.7.0'), expectation, now).outdated).toBeDefined();
  });

  it('that is much older than the pace of its distro is warned of', () => {
    const late = new Date('2027-06-01');
    const judged = judgeAge(sourceAt('13.7.0'), signedOn('2026-09-05T00:00:00.000Z'), late);
    expect(judged.aged).toContain('every 120 days');
    expect(ageProblems(judged)).toMatchObject([{ severity: 'warning', code: 'release-old' }]);
    expect(judgeAge(sourceAt('13.7.0'), signedOn('2026-09-05T00:00:00.000Z'), now).aged).toBe(
      undefined,
    );
  });
});

describe('a boot without a person', () => {
  async function failureOf(source: ReturnType<typeof sourceAt>) {
    let executed = false;
    const session = {
      distros: [],
      select: async () => source,
      peek: async () => ({ source, facts: {} }),
      plan: () => ({ source, problems: ageProblems(source) }),
      async *execute() {
        executed = true;
        yield { type: 'note', stage: 'exec', text: 'the jump' };
      },
    } as unknown as Session;
    const events = [];
    const { signal } = new AbortController();
    for await (const event of runBoot(session, 'demo', {}, { signal })) events.push(event);
    const failed = events.find(({ type }) => type === 'failed');
    return { executed, code: failed?.type === 'failed' ? failed.failure.code : undefined };
  }

  it('refuses a release below the least', async () => {
    expect(await failureOf(sourceAt('11.2.0'))).toEqual({
      executed: false,
      code: 'release-rollback',
    });
  });

  it('boots a current one, and an older one that lies on this machine', async () => {
    expect(await failureOf(sourceAt('13.7.0'))).toEqual({ executed: true, code: undefined });
    const local = { ...sourceAt('11.2.0'), location: { kind: 'local' as const, path: '/a.iso' } };
    expect(await failureOf(local)).toMatchObject({ executed: true });
  });
});

describe('a newer catalogue', () => {
  it('raises what is the least, and never lowers it', () => {
    const lower = rowWith({ least: { version: '11.0', signed: '2026-09-01' } });
    const [row] = raiseLeast([lower], [rowWith()]);
    expect(row?.least).toEqual({ version: '13.6.0', signed: '2026-09-01' });
    const [without] = raiseLeast([rowWith({ least: undefined })], [rowWith()]);
    expect(without?.least).toEqual({ version: '13.6.0', signed: '2026-06-01' });
    const [raised] = raiseLeast([rowWith({ least: { version: '14.0' } })], [rowWith()]);
    expect(raised?.least).toMatchObject({ version: '14.0' });
  });
});
