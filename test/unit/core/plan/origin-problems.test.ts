import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../../../src/core/image/trust.ts';
import { rollbackOf } from '../../../../src/core/plan/age-problems.ts';
import { originProblems } from '../../../../src/core/plan/origin-problems.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { hostFacts, imageFacts, imageSource } from '../../../helpers/facts.ts';

const signature: Expectation = {
  kind: 'signature',
  scheme: 'openpgp-detached',
  algorithm: 'sha512',
  suffixHex: '',
  signatureBase64: '',
  keys: [],
  signedAt: '2026-09-05T10:00:00.000Z',
};
const source = imageSource({ version: '13.6.0', least: { signed: '2026-06-01' } });
const facts = (volumeId: string, created?: string) =>
  imageFacts({
    image: {
      ...{ size: 1 << 20, volumeId, kind: 'iso9660' },
      ...(created === undefined ? {} : { created }),
    },
  });
const doubts = (
  volumeId: string,
  created?: string,
  version = '13.6.0',
  expected: Expectation = signature,
) => originProblems({ ...source, version }, facts(volumeId, created), expected);

describe('a signed image that was made', () => {
  it('long before the oldest signature that counts is warned of, and refused without a person', () => {
    const old = facts('X', '2021-12-18T00:00:00.000Z');
    const plan = planBoot({
      source,
      facts: old,
      expectation: signature,
      host: hostFacts(),
      choice: {},
    });
    expect(rollbackOf(plan)?.text).toContain('made on 2021-12-18, long before 2026-06-01');
    expect(rollbackOf(plan)?.severity).toBe('warning');
  });

  it('more than a day after its signature is too', () => {
    const [problem] = doubts('X', '2026-09-07T00:00:00.000Z');
    expect(problem).toMatchObject({ severity: 'warning', code: 'release-rollback' });
    expect(problem?.text).toContain('made on 2026-09-07, after it was signed on 2026-09-05');
  });

  it('some weeks before, some hours after, or at no time that it says is not', () => {
    expect(doubts('X', '2026-03-01T00:00:00.000Z')).toEqual([]);
    expect(doubts('X', '2026-09-06T00:00:00.000Z')).toEqual([]);
    expect(doubts('X')).toEqual([]);
  });

  it('counts for nothing where nobody vouches for the image', () => {
    const nobody = { kind: 'none', reason: 'x' } as const;
    expect(doubts('Demo 12.1.0', '2001-01-01T00:00:00.000Z', '13.6.0', nobody)).toEqual([]);
  });
});

describe('a volume ID', () => {
  it.each([
    ['d-live 12.1.0 gn amd64', '13.6.0', '12.1.0'],
    ['TAILS 7.1', '7.3', '7.1'],
    ['gentoo-amd64-20250101', '20261101T160000Z', undefined],
    ['grml 20250101', '20261101', '20250101'],
    ['LIVE 2026.07.01', '20260801', '2026.07.01'],
  ])('"%s" for version %s contradicts by %s', (volumeId, version, other) => {
    const texts = doubts(volumeId, undefined, version).map(({ text }) => text);
    expect(texts).toEqual(
      other === undefined ? [] : [expect.stringContaining(`says ${other} instead of ${version}`)],
    );
  });

  it.each([
    ['d-live 13.6.0 gn amd64', '13.6.0'],
    ['Debian 12', '13.6.0'],
    ['Ubuntu 26.04 LTS amd64', '26.04.1'],
    ['RESCUE1202', '12.02'],
    ['alpine-std 3_24_1', '3.24.1'],
    ['CDROM', '1.0'],
    ['Demo 12.1.0', ''],
  ])('"%s" does not contradict version "%s"', (volumeId, version) => {
    expect(doubts(volumeId, undefined, version)).toEqual([]);
  });

  it('with control characters reaches no screen as it is', () => {
    const [problem] = doubts('\u001b[2J 12.1.0');
    expect(problem?.code).toBe('release-mismatch');
    expect(problem?.text).not.toContain('\u001b');
  });
});
