import {
  formatEnvironmentBlock,
  readEnvironmentVariable,
} from '../../../src/formats/grub/environment-block.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'stick-key',
  async seeds() {
    return [{}, { stickkey: '0f1e2d' }].map((variables) => formatEnvironmentBlock(variables));
  },
  run(bytes) {
    const key = readEnvironmentVariable(bytes, 'stickkey');
    if (key?.includes('\n')) throw new Error('a key of two lines');
  },
};
