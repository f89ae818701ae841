import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../../../src/core/image/trust.ts';
import { english } from '../../../../src/core/languages/en.ts';
import { expectationLines, trustLines } from '../../../../src/menu/text/trust-text.ts';

const expectation: Expectation = {
  kind: 'signature',
  scheme: 'openpgp-detached',
  algorithm: 'sha512',
  suffixHex: '',
  signatureBase64: '',
  keys: [],
};

describe('what is said of a signature over an image', () => {
  it('names what is compared with the catalogue, before the download', () => {
    const image = { size: 1, kind: 'iso9660', volumeId: 'TAILS 7.3\u001b[2J' } as const;
    const created = '2026-09-05T12:00:00.000Z';
    const [last] = expectationLines(english, { expectation, image: { ...image, created } }).slice(
      -1,
    );
    expect(last).toContain('covers the image itself');
    expect(last).toContain('its creation date (2026-09-05) and its volume ID (TAILS 7.3\ufffd[2J)');
    expect(expectationLines(english, { expectation, image }).join()).toContain(
      'creation date (none)',
    );
  });

  it('says that it was compared, once the image is verified', () => {
    const trust = { kind: 'signed', by: 'x', fingerprint: 'AB' } as const;
    const text = 'creation date and volume ID were compared with the catalogue';
    expect(trustLines(english, { ...trust, covers: 'image' }).join()).toContain(text);
    expect(trustLines(english, { ...trust, covers: 'checksums' }).join()).not.toContain(text);
  });
});
