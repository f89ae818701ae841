import { describe, expect, it } from 'vitest';
import { dependenciesFresh } from '../../../../tools/host/dependencies.mjs';

const installed = { digest: 'a', installedDigest: 'a', lockTime: 1, installedTime: 2 };

describe('dependenciesFresh', () => {
  it('is false where nothing is installed', () => {
    expect(dependenciesFresh({ ...installed, installedTime: undefined })).toBe(false);
  });

  it('believes the digest that an install left, whatever the times', () => {
    expect(dependenciesFresh({ ...installed, lockTime: 3 })).toBe(true);
    expect(dependenciesFresh({ ...installed, digest: 'b' })).toBe(false);
  });

  it('compares times where somebody ran npm by hand', () => {
    expect(dependenciesFresh({ ...installed, installedDigest: undefined })).toBe(true);
    expect(dependenciesFresh({ ...installed, installedDigest: undefined, lockTime: 3 })).toBe(
      false,
    );
  });
});
