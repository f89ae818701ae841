import { readZbootPayload } from '../../../src/formats/kernel/zboot-payload.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { zbootImage } from '../../helpers/zboot-image.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'zboot',
  seeds: async () => [zbootImage(Buffer.from('kernel '.repeat(300)))],
  async run(bytes) {
    await readZbootPayload(memoryAccess(bytes));
  },
};
