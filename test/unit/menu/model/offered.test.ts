import { describe, expect, it } from 'vitest';
import type { DistroSummary, VariantSummary } from '../../../../src/boot/session/session.ts';
import { english } from '../../../../src/core/languages/en.ts';
import { homeItems } from '../../../../src/menu/model/home-items.ts';
import { inOrder, offeredVariants } from '../../../../src/menu/model/offered.ts';
import { figuresText } from '../../../../src/menu/text/figures-text.ts';
import { hiddenText, variantText } from '../../../../src/menu/text/variant-text.ts';
import { keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

const host = { arch: 'x86_64', ramBytes: 4e9 } as const;

function variant(id: string, details: Partial<VariantSummary> = {}): VariantSummary {
  return { id, name: id, architectures: ['x86_64'], approximateBytes: 1e9, ...details };
}

function distro(id: string, details: Partial<DistroSummary> = {}): DistroSummary {
  return {
    ...{ id, name: id, description: id, homepage: 'https://a.example/', trust: 'signed' },
    fingerprints: [],
    variants: [variant(`${id}/one`)],
    ...details,
  };
}

const ids = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id);

describe('what is offered', () => {
  it('is signed before unverified, then popular, and last what does not run here', () => {
    const arm = [variant('arm', { architectures: ['aarch64'] })];
    const ordered = inOrder(
      [
        distro('arm-only', { variants: arm, popular: true }),
        distro('unsigned', { trust: 'unverified', popular: true }),
        distro('plain'),
        distro('known', { popular: true }),
        distro('pinned', { trust: 'pinned' }),
      ],
      host,
    );
    expect(ids(ordered)).toEqual(['known', 'plain', 'pinned', 'unsigned', 'arm-only']);
  });

  it('is found by its name first, whoever signs it', () => {
    const { state } = play(stateOf(), keysOf({ type: 'tiny' }));
    expect(homeItems(state)[0]).toMatchObject({ kind: 'distro', distro: { id: 'tinycore' } });
  });

  it('of a distro is what this processor runs, with what fits first; the rest is counted', () => {
    const one = distro('one', {
      variants: [
        variant('large', { leastRamBytes: 8e9 }),
        variant('arm', { architectures: ['aarch64'] }),
        variant('small'),
      ],
    });
    expect(ids(offeredVariants(one, host))).toEqual(['small', 'large']);
    expect(hiddenText(english, { distro: one, host })).toBe(
      'One variant for other processors is not listed.',
    );
    expect(ids(offeredVariants(one, { arch: 'aarch64', ramBytes: 4e9 }))).toEqual(['arm']);
    const foreign = distro('foreign', { variants: [one.variants[1] ?? variant('x')] });
    expect(ids(offeredVariants(foreign, host))).toEqual(['arm']);
    expect(variantText(english, { variant: foreign.variants[0] ?? variant('x'), host })).toContain(
      'aarch64',
    );
  });

  it('shows sizes and memory at a glance, and whether a boot of it was seen', () => {
    const variants = [
      variant('a', { approximateBytes: 1.4e9, leastRamBytes: 5e8 }),
      variant('b', { approximateBytes: 3.4e9 }),
    ];
    expect(figuresText(english, variants)).toBe('1.4-3.4 GB, RAM 1.9 GB');
    expect(figuresText(english, [variant('c', { approximateBytes: 9e8 })])).toBe(
      '900 MB, RAM 900 MB',
    );
    expect(figuresText(english, [])).toBe('');
    const proven = { date: '2026-11-30', version: '13', kernel: '6.12' };
    expect(variantText(english, { variant: variant('d', { proven }), host })).toContain(
      'booted in QEMU on 2026-11-30',
    );
    expect(variantText(english, { variant: variant('e'), host })).toContain('unproven');
    const none = variant('f', { unavailableBecause: 'by torrent only' });
    expect(variantText(english, { variant: none, host })).toBe('NOT AVAILABLE: by torrent only');
  });
});
