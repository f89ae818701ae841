import { describe, expect, it } from 'vitest';
import { calendarSeries } from '../../../../src/boot/catalogue/calendar.ts';
import { findNewest } from '../../../../src/boot/catalogue/find-newest.ts';
import { offerOf } from '../../../../src/boot/catalogue/offer.ts';
import { WebbootError } from '../../../../src/errors.ts';
import { parseDistro } from '../../../../src/formats/catalogue/distro.ts';
import { digestsOf, type ListNetwork, listNetwork } from '../../../helpers/release-lists.ts';

const { signal } = new AbortController();
const fingerprint = '4'.repeat(40);
const row = {
  id: 'demo',
  name: 'Demo',
  description: 'A demo',
  homepage: 'https://demo.example/',
  mirrors: ['https://one.example'],
  newest: [
    { resolver: 'directory', url: '{mirror}/', entry: '{series}/' },
    { resolver: 'checksum-list', url: '{mirror}/{series}/release/SUMS' },
  ],
  file: 'demo-{version}.iso',
  url: '{mirror}/{series}/release/{file}',
  trust: {
    kind: 'signed-checksums',
    scheme: 'openpgp-detached',
    checksums: '{base}/SUMS',
    signature: '{base}/SUMS.sign',
    keys: [{ fingerprint, key: 'demo.asc' }],
  },
  variants: [{ id: 'live', name: 'live', architectures: ['x86_64'] }],
};

function find(network: Pick<ListNetwork, 'fetchSmall'>, changes: object = {}, now?: Date) {
  const distro = parseDistro(JSON.stringify({ ...row, ...changes }));
  const [variant] = distro.variants;
  if (variant === undefined) throw new Error('no variant');
  const offer = offerOf(distro, variant, 'x86_64');
  return findNewest({ offer, network, signal, ...(now === undefined ? {} : { now }) });
}

describe('the newest release', () => {
  const index = ['24.04', '25.10', '26.04', '26.10'].map((name) => `<a href="${name}/">x</a>`);

  it('is that of an older series where a newer one is not released yet', async () => {
    const network = listNetwork({
      'https://one.example/': index.join(),
      'https://one.example/26.04/release/SUMS': digestsOf('demo-26.04.1.iso'),
    });
    expect(await find(network)).toMatchObject({ version: '26.04.1' });
  });

  it('is looked for in six series, and then the first failure is reported', async () => {
    const many = Array.from({ length: 40 }, (_, number) => `<a href="${number}.1/">x</a>`).join();
    const network = listNetwork({ 'https://one.example/': many });
    await expect(find(network)).rejects.toMatchObject({ code: 'http-status' });
    expect(network.asked).toHaveLength(7);
  });

  it('is not looked for any further once there is no network', async () => {
    const asked: string[] = [];
    const lists = listNetwork({ 'https://one.example/': index.join() });
    const fetchSmall: ListNetwork['fetchSmall'] = async (urls, options) => {
      asked.push(...urls);
      if (asked.length === 1) return lists.fetchSmall(urls, options);
      throw new WebbootError('no-network', 'The cable is out.', { remedy: 'Put it in.' });
    };
    await expect(find({ fetchSmall })).rejects.toMatchObject({ code: 'no-network' });
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['2026-11-30', '26.11'],
    ['2026-10-30', '26.05'],
    ['2027-04-30', '26.11'],
  ])('is found by the calendar where a server has no list: %s', async (now, expected) => {
    const network = listNetwork({
      'https://one.example/26.05/SUM': digestsOf('demo-26.05.8111.588.iso'),
      ...(expected === '26.11'
        ? { 'https://one.example/26.11/SUM': digestsOf('demo-26.11.12.ab0.iso') }
        : {}),
    });
    const newest = [
      { resolver: 'calendar', months: ['05', '11'] },
      { resolver: 'checksum-list', url: '{mirror}/{series}/SUM' },
    ];
    const source = await find(network, { newest }, new Date(now));
    expect(source.version.slice(0, 5)).toBe(expected);
  });

  it('says when it was released, by the list or by the version itself', async () => {
    const newest = [{ resolver: 'directory', url: '{mirror}/' }];
    const url = '{mirror}/{file}';
    const page = '<a href="demo-1.9.iso">demo-1.9.iso</a>  15-Aug-2026 10:00  3G';
    const dated = await find(listNetwork({ 'https://one.example/': page }), { newest, url });
    expect(dated.released).toBe('2026-08-15');
    const own = '<a href="demo-2026.04.27.iso">';
    const named = await find(listNetwork({ 'https://one.example/': own }), { newest, url });
    expect(named.released).toBe('2026-04-27');
  });

  it('is by the date where the versions are the same', async () => {
    const newest = [{ resolver: 'directory', url: '{mirror}/' }];
    const page =
      '<a href="demo-1.0-alder.iso">a</a> 2026-09-01 <a href="demo-1.0-birch.iso">b</a> 2026-03-01';
    const network = listNetwork({ 'https://one.example/': page });
    const file = 'demo-{version}-{codename}.iso';
    const source = await find(network, { newest, file, url: '{mirror}/{file}' });
    expect(source.fileName).toBe('demo-1.0-alder.iso');
  });
});

describe('an offer', () => {
  const fixed = { newest: [{ resolver: 'fixed', version: '1' }], url: '{mirror}/{file}' };

  it('asks for each name that its signature may have, on each mirror', async () => {
    const signature = ['{base}/SUMS.asc', '{base}/SUMS.sig'];
    const mirrors = ['https://one.example', 'https://two.example'];
    const trust = { ...row.trust, signature };
    const { policy } = await find(listNetwork({}), { ...fixed, mirrors, trust });
    expect(policy).toMatchObject({
      signature: {
        urls: [
          'https://one.example/SUMS.asc',
          'https://two.example/SUMS.asc',
          'https://one.example/SUMS.sig',
          'https://two.example/SUMS.sig',
        ],
      },
    });
  });

  it('has the addresses of its torrent', async () => {
    const source = await find(listNetwork({}), { ...fixed, torrent: '{base}/{file}.torrent' });
    expect(source.location).toMatchObject({
      torrents: ['https://one.example/demo-1.iso.torrent'],
    });
  });

  it('that cannot be downloaded says so before any server is asked', async () => {
    const variants = [{ ...row.variants[0], unavailable: 'It is a torrent only' }];
    const network = listNetwork({});
    await expect(find(network, { variants })).rejects.toMatchObject({
      code: 'version-not-found',
      message: 'Demo live: It is a torrent only.',
    });
    expect(network.asked).toEqual([]);
  });
});

describe('the calendar', () => {
  it('has the newest series first, that of next month included', () => {
    const series = calendarSeries(['05', '11'], new Date('2026-10-01'), 4);
    expect(series).toEqual(['26.11', '26.05', '25.11', '25.05']);
    expect(calendarSeries(['04'], new Date('2026-03-31'), 2)).toEqual(['26.04', '25.04']);
    expect(calendarSeries(['01'], new Date('2026-12-31'), 1)).toEqual(['27.01']);
  });
});
