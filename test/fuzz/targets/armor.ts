import { parseArmor } from '../../../src/formats/armor/armor.ts';
import { readCleartext } from '../../../src/formats/armor/cleartext.ts';
import type { FuzzTarget } from '../target.ts';

const signature = `-----BEGIN PGP SIGNATURE-----
Comment: a signature's outside

${Buffer.from('a signature of some bytes, long enough for two lines').toString('base64')}
-----END PGP SIGNATURE-----
`;

export const target: FuzzTarget = {
  name: 'armor',
  async seeds() {
    const cleartext = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\ntext \n- -dashed\n${signature}`;
    return [signature, cleartext].map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    if (bytes.includes(32))
      parseArmor(Buffer.from(bytes).toString('latin1'), { textOutside: 'skip' });
    readCleartext(bytes);
  },
};
