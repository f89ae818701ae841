import { cookieOf, refusalOf } from '../../../src/remote/guard.ts';
import { parseWish } from '../../../src/remote/wish.ts';
import { parseByteRange } from '../../../src/serve/byte-range.ts';
import type { FuzzTarget } from '../target.ts';

const size = 5_000_000_000;
const site = { encrypted: true, hosts: ['192.0.2.5:8443'] };
const wish = {
  screen: 'entries',
  verbs: [
    { verb: 'choose', at: { row: 1, key: 'live' } },
    { verb: 'run', command: 'edit', at: { row: 0, key: 'x' } },
    { verb: 'set-field', name: 'cmdline', text: 'quiet' },
    { verb: 'back' },
  ],
};

/** What browsers and other machines ask webboot's own servers for. */
export const target: FuzzTarget = {
  name: 'requests',
  async seeds() {
    const texts = [
      JSON.stringify(wish),
      'bytes=0-499',
      'bytes=-500',
      'bytes=4999999999-',
      'a=b; __Host-webboot=token; webboot=',
      '192.0.2.5:8443',
    ];
    return texts.map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    const parsed = parseWish(text);
    if (parsed !== undefined && parsed.verbs.length === 0) throw new Error('a wish for nothing');
    cookieOf(text, '__Host-webboot');
    refusalOf('POST', { host: text, origin: text, 'content-type': text }, site);
    const range = parseByteRange(text, size);
    if (range.kind !== 'part') return;
    const { start, end } = range;
    if (!(start >= 0 && start < end && end <= size)) throw new Error(`bytes ${start} to ${end}`);
  },
};
