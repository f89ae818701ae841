import { createKeyDecoder } from '../../../src/tui/keys/key-decoder.ts';
import type { FuzzTarget } from '../target.ts';

const typed =
  'j\x1b[A\x1b[1;5B\x1bOP\x1b[[E\x1b[15~\x1b[12;40R\x1b[200~pasted \r\n\x1b[201~äß文\r\n\x03\x1b';

export const target: FuzzTarget = {
  name: 'keys',
  async seeds() {
    return [new TextEncoder().encode(typed)];
  },
  run(bytes) {
    const decoder = createKeyDecoder(() => {});
    const half = bytes.length >> 1;
    decoder.push(bytes.subarray(0, half));
    decoder.push(bytes.subarray(half));
    decoder.close();
  },
};
