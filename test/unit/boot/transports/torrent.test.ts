import { expect, test, vi } from 'vitest';
import { torrentTransport } from '../../../../src/boot/transports/torrent.ts';
import type { Digest, Expectation } from '../../../../src/core/image/trust.ts';
import type { Network } from '../../../../src/ports/network.ts';
import type { Swarm, Swarms, TorrentRequest } from '../../../../src/ports/swarm.ts';
import type { DownloadRequest } from '../../../../src/ports/transfer.ts';
import { noSwarms } from '../../../helpers/no-swarms.ts';

const location = {
  kind: 'torrent',
  torrents: ['https://a.example/live.iso.torrent'],
  fileName: 'live.iso',
} as const;
const digest: Digest = { algorithm: 'sha256', hex: 'ab'.repeat(32) };
const trust = { kind: 'pinned', digest } as const;
const swarm: Swarm = { fetch: async () => {}, leave: async () => {} };

function ports() {
  const asked: TorrentRequest[] = [];
  const downloads: DownloadRequest[] = [];
  const swarms: Swarms = {
    ...noSwarms,
    async torrent(request) {
      asked.push(request);
      return { bytes: 7_000, swarm, open: () => Promise.reject(new Error('no reading')) };
    },
  };
  const network: Network = {
    open: () => Promise.reject(new Error('no file')),
    fetchSmall: () => Promise.reject(new Error('no small file')),
    async download(request) {
      downloads.push(request);
      return { bytes: 7_000 };
    },
  };
  return { asked, downloads, swarms, network };
}

test.each<[Expectation, readonly string[]]>([
  [{ kind: 'digest', digest, trust }, ['http://10.0.0.2:8080/iso/x']],
  [{ kind: 'none', reason: 'nobody signs it' }, []],
])(
  'the image comes from the torrent and from machines here, and from no mirror: $0.kind',
  async (expectation, near) => {
    const { asked, downloads, swarms, network } = ports();
    const findNear = vi.fn(async () => ['http://10.0.0.2:8080/iso/x']);
    const transport = torrentTransport(location, { network, swarms, findNear });
    await transport.copy({ expectation, sink: '/dev/pmem0' });
    expect(asked).toMatchObject([{ urls: location.torrents, fileName: 'live.iso' }]);
    expect(asked[0]?.digest).toEqual(expectation.kind === 'digest' ? digest : undefined);
    expect(downloads).toMatchObject([{ urls: [], near, swarm, expectedBytes: 7_000 }]);
  },
);

test('the size that was found before the download holds, whatever the torrent says', async () => {
  const { downloads, swarms, network } = ports();
  const expectation = { kind: 'digest', digest, trust } as const;
  await torrentTransport(location, { network, swarms }).copy({
    ...{ expectation, sink: '/dev/pmem0', expectedBytes: 6_999 },
  });
  expect(downloads[0]?.expectedBytes).toBe(6_999);
});

test('where there is no BitTorrent, it is said', async () => {
  const { network } = ports();
  const opened = torrentTransport(location, { network }).open(new AbortController().signal);
  await expect(opened).rejects.toMatchObject({ code: 'usage', subject: 'live.iso' });
});
