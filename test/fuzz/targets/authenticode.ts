import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKernelSignature } from '../../../src/formats/authenticode/kernel-signature.ts';
import { efiProgram, signWithSbsign } from '../../helpers/efi-program.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import { createSigner } from '../../helpers/signed-kernel.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'authenticode',
  async seeds() {
    const folder = await mkdtemp(join(tmpdir(), 'webboot-fuzz-'));
    try {
      await createSigner(folder, { name: 'Signer' });
      return [await signWithSbsign(folder, { program: efiProgram(), signer: 'Signer' })];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  async run(bytes) {
    await readBoth(bytes, (image) => readKernelSignature(image));
  },
};
