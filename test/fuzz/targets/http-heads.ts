import { WebbootError } from '../../../src/errors.ts';
import { busyError } from '../../../src/net/busy-error.ts';
import { isSameVersion, readRangeHead, readWholeHead } from '../../../src/net/range-response.ts';
import { refuseCoding } from '../../../src/net/refuse-coding.ts';
import type { FuzzTarget } from '../target.ts';

const url = 'https://mirror.example/live.iso';
const range = { first: 1_048_576, last: 2_097_151 };

const heads = [
  '206\ncontent-range: bytes 1048576-2097151/900000000\ncontent-length: 1048576\netag: W/"a"',
  '206\ncontent-range: bytes 0-2097151/*\nlast-modified: Mon, 30 Nov 2026 12:00:00 GMT',
  '200\ncontent-length: 900000000\ncontent-encoding: gzip',
  '416\ncontent-range: bytes */900000000',
  '503\nretry-after: 120\ndate: Mon, 30 Nov 2026 12:00:00 GMT',
  '429\nretry-after: Mon, 30 Nov 2026 12:02:00 GMT',
];

/** The heads of servers' answers, a header a line behind the status. */
export const target: FuzzTarget = {
  name: 'http-heads',
  async seeds() {
    return heads.map((head) => new TextEncoder().encode(head));
  },
  run(bytes) {
    const [status = '', ...lines] = Buffer.from(bytes).toString('latin1').split('\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]),
    );
    const head = { url, status: Number.parseInt(status, 10) || 200, headers };
    const wait = busyError(head)?.retryAfterMs ?? 0;
    if (!(wait >= 0)) throw new Error(`a wait of ${wait} ms`);
    refusing(() => refuseCoding(url, headers));
    refusing(() => {
      const whole = readWholeHead(head) ?? 0;
      if (!Number.isFinite(whole)) throw new Error(`a length of ${whole}`);
    });
    refusing(() => {
      const { skip, length, version } = readRangeHead(head, range);
      const inside = length >= 1 && length <= range.last - range.first + 1;
      if (!inside || !(skip >= 0 && skip <= 1 << 20))
        throw new Error(`${skip} and ${length} bytes`);
      isSameVersion(version, { size: 1 });
    });
  },
};

function refusing(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof WebbootError)) throw error;
  }
}
