import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeyDatabase } from '../../../src/formats/efi/key-database.ts';
import { efiProgram, signatureLists } from '../../helpers/efi-program.ts';
import { createSigner } from '../../helpers/signed-kernel.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'key-database',
  async seeds() {
    const folder = await mkdtemp(join(tmpdir(), 'webboot-fuzz-'));
    try {
      await createSigner(folder, { name: 'Owner' });
      const programs = [1, 2, 3].map(efiProgram);
      return [await signatureLists(folder, { certificates: ['Owner'], programs })];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  run(bytes) {
    readKeyDatabase(bytes);
  },
};
