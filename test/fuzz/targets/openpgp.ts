import { readFile } from 'node:fs/promises';
import { WebbootError } from '../../../src/errors.ts';
import { readCertificates, readSignatures } from '../../../src/verify/openpgp/packets.ts';
import { createGpg } from '../../helpers/gpg.ts';
import type { FuzzTarget } from '../target.ts';

const keys = new URL('../../../distros/keys/', import.meta.url);

export const target: FuzzTarget = {
  name: 'openpgp',
  async seeds() {
    using gpg = createGpg();
    const by = [gpg.createKey('Key <key@example.org>'), gpg.createKey('Other <o@example.org>')];
    const signatures = [true, false].map((armor) =>
      gpg.detached(Buffer.from('data'), { by, armor }),
    );
    const certificate = gpg.run(['--export', ...by]);
    return [...signatures, certificate, await readFile(new URL('arch.asc', keys))];
  },
  async run(bytes) {
    for (const read of [readSignatures, readCertificates]) {
      try {
        await read(bytes);
      } catch (error) {
        if (!(error instanceof WebbootError)) throw error;
      }
    }
  },
};
