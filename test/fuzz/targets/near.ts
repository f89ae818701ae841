import { decode, encode } from 'dns-packet';
import { nearService } from '../../../src/core/network/near-service.ts';
import { parseImagesList } from '../../../src/formats/near/images-list.ts';
import { readNearAnswer } from '../../../src/formats/near/read-answer.ts';
import type { FuzzTarget } from '../target.ts';

const instance = `desk.${nearService}`;

export const target: FuzzTarget = {
  name: 'near',
  async seeds() {
    const list = {
      webboot: 1,
      images: [{ ids: ['a'.repeat(64)], title: 'Live', version: '1', fileName: 'l.iso', bytes: 1 }],
    };
    return [
      encode({
        type: 'response',
        answers: [
          { type: 'PTR', name: nearService, ttl: 120, data: instance },
          { type: 'SRV', name: instance, ttl: 120, data: { target: 'desk.local', port: 8080 } },
          { type: 'TXT', name: instance, ttl: 120, data: 'webboot=1' },
          { type: 'A', name: 'desk.local', ttl: 120, data: '192.0.2.1' },
        ],
      }),
      new TextEncoder().encode(JSON.stringify(list)),
    ];
  },
  run(bytes) {
    if (bytes[0] === 0x7b) {
      parseImagesList(new TextDecoder().decode(bytes));
      return;
    }
    const message = decoded(bytes);
    if (message === undefined) return;
    const { answers = [], additionals = [] } = message;
    readNearAnswer([...answers, ...additionals], nearService);
  },
};

/** multicast-dns drops what its decoder throws at. */
function decoded(bytes: Uint8Array) {
  try {
    return decode(Buffer.from(bytes));
  } catch {
    return undefined;
  }
}
