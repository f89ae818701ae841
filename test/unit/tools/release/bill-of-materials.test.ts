import { describe, expect, it } from 'vitest';
import { billOfMaterials } from '../../../../tools/release/bill-of-materials.ts';

const release = { version: '1.2.3', arch: 'x86_64', built: '2026-11-30T00:00:00.000Z' };
const packages = [
  { name: 'kexec-tools', version: '1:2.0.29-2', sha256: 'ab'.repeat(32) },
  { name: '@tufjs/models', version: '5.0.2', integrity: `sha512-${'A'.repeat(86)}==` },
];

describe('the bill of materials', () => {
  it('names each package by its package URL, with the digest that it was taken by', () => {
    const { components } = JSON.parse(billOfMaterials(release, packages));
    expect(components).toEqual([
      {
        type: 'library',
        name: 'kexec-tools',
        version: '1:2.0.29-2',
        purl: 'pkg:deb/debian/kexec-tools@1%3A2.0.29-2?arch=amd64',
        hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
      },
      {
        type: 'library',
        name: '@tufjs/models',
        version: '5.0.2',
        purl: 'pkg:npm/%40tufjs/models@5.0.2',
        hashes: [{ alg: 'SHA-512', content: '00'.repeat(64) }],
      },
    ]);
  });

  it('is the same text whatever the order of the packages', () => {
    expect(billOfMaterials(release, packages.toReversed())).toBe(
      billOfMaterials(release, packages),
    );
  });
});
