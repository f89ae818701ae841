import { FormatError } from '../../../src/errors.ts';
import { parseFirmwareRange, parseIomem } from '../../../src/formats/iomem.ts';
import type { FuzzTarget } from '../target.ts';

const iomem = `00000000-00000fff : Reserved
00001000-0009fbff : System RAM
  000f0000-000fffff : System ROM
00100000-bfffffff : System RAM
  01000000-0220bb07 : Kernel code
100000000-23fffffff : Persistent Memory (legacy)
  100000000-23fffffff : namespace0.0
7f00000000000000-ffffffffffffffff : PCI Bus 0000:00
`;
/** The files start, end and type of an entry, one after the other. */
const firmware = '0x100000\n0xbfffffff\nSystem RAM\n';

export const target: FuzzTarget = {
  name: 'memory-map',
  async seeds() {
    return [iomem, firmware].map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    const [start = '', end = '', type = ''] = text.split('\n');
    for (const read of [() => parseIomem(text), () => parseFirmwareRange({ start, end, type })]) {
      try {
        read();
      } catch (error) {
        // Each input is one reader's at most: the other refuses it.
        if (!(error instanceof FormatError)) throw error;
      }
    }
  },
};
