import { parseChecksums } from '../../../src/formats/checksums/checksum-line.ts';
import { findDigest } from '../../../src/formats/checksums/find-digest.ts';
import type { FuzzTarget } from '../target.ts';

const seed = `# live.iso: 5 bytes
SHA256 (live.iso) = ${'a'.repeat(64)}
### SHA512SUMS:
${'b'.repeat(128)} *./dir/live.iso
\\${'c'.repeat(40)}  a\\nb
${'d'.repeat(96)}
`;

export const target: FuzzTarget = {
  name: 'checksums',
  async seeds() {
    return [new TextEncoder().encode(seed)];
  },
  run(bytes) {
    findDigest(parseChecksums(new TextDecoder().decode(bytes)), 'live.iso');
  },
};
