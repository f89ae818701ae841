import { expect, test } from 'vitest';
import type { ImageFacts } from '../../../../src/core/image/image-facts.ts';
import { WebbootError } from '../../../../src/errors.ts';
import type { Network } from '../../../../src/ports/network.ts';
import type { RemoteFile } from '../../../../src/ports/random-access.ts';
import { checkCatalogue, checkStored } from '../../../../tools/catalogue/check.ts';
import { storedAnswers } from '../../../../tools/catalogue/stored-answers.ts';

const unreachable = new WebbootError('name-not-resolved', 'no such name', { remedy: 'none' });

function remote(size: number): RemoteFile {
  return {
    url: '',
    size,
    requests: 0,
    bytesRead: 0,
    read: async () => new Uint8Array(),
    close: async () => {},
  };
}

const facts: ImageFacts = {
  image: { size: 1, volumeId: 'DEMO', kind: 'iso9660' },
  arch: 'x86_64',
  kernels: [],
  family: 'unknown',
  entries: [],
  pmem: { state: 'unknown', missing: [] },
  needs: { ramBytes: 1 },
  problems: [],
  bytesRead: 1,
};

async function check(network: Partial<Network>, inspect = async () => facts) {
  const lines: string[] = [];
  const refuse = async () => Promise.reject(unreachable);
  const failed = await checkCatalogue(
    ['tinycore'],
    (line) => lines.push(line),
    {
      open: refuse,
      fetchSmall: refuse,
      download: refuse,
      ...network,
    },
    inspect,
  );
  return { failed, lines };
}

test('says that each variant is there, and on how many mirrors', async () => {
  const { failed, lines } = await check({ open: async () => remote(1234) });
  expect(failed).toBe(0);
  expect(lines).toContain(
    'good       tinycore/core i386: 17.1 unsigned, 1234 bytes on 2 mirrors, DEMO, 0 entries',
  );
});

test('says that an image is none', async () => {
  const { failed, lines } = await check({ open: async () => remote(1234) }, () =>
    Promise.reject(new Error('no ISO')),
  );
  expect(failed).toBe(lines.length);
  expect(lines[0]).toBe('failed     tinycore/pure64 x86_64: no ISO');
});

test('finds what each row leads to in stored answers, without a network', async () => {
  const lines: string[] = [];
  expect(await checkStored(['endeavouros', 'kali'], (line) => lines.push(line))).toBe(0);
  expect(lines[0]).toBe(
    'found      endeavouros/live x86_64: 2026.08.15 of 2026-08-15, signed-image, https://mirror.alpix.eu/endeavouros/iso/EndeavourOS_Titan-Nova-2026.08.15.iso',
  );
  expect(lines.join('\n')).toContain(
    'found      kali/live x86_64: 2026.2 of 2026-06-24, signed-checksums, https://cdimage.kali.org/kali-2026.2/kali-linux-2026.2-live-amd64.iso.torrent',
  );
});

test('refuses an id that no row has, instead of finding nothing wrong with it', async () => {
  await expect(checkStored(['nosuch'], () => {})).rejects.toThrow(
    'The catalogue has no distro nosuch.',
  );
});

test('names the file in which a missing answer belongs', async () => {
  await expect(storedAnswers().fetchSmall(['https://a.example/iso/'])).rejects.toThrow(
    'in test/fixtures/servers/a.example/iso/index.html.',
  );
});

test('says that mirrors have different files', async () => {
  const { failed, lines } = await check({ open: async ([url = '']) => remote(url.length) });
  expect(failed).toBe(lines.length);
  expect(lines[0]).toMatch(
    /^failed {5}tinycore\/pure64 x86_64: The mirrors have files of different sizes/,
  );
});

test('says what fails of one row, and tries the others', async () => {
  const answers = async () => ({ url: '', bytes: new Uint8Array() });
  const open = async ([url = '']: readonly string[]) => {
    if (url.includes('CorePlus')) throw unreachable;
    return remote(1);
  };
  const { failed, lines } = await check({ open, fetchSmall: answers });
  expect(failed).toBe(1);
  expect(lines.filter((line) => line.startsWith('good'))).toHaveLength(lines.length - 1);
});

test('says without a network that nothing was tried, and does not call it good', async () => {
  const { failed, lines } = await check({});
  expect(failed).toBe(1);
  const last = lines.pop();
  expect(last).toMatch(/no network/);
  for (const line of lines) expect(line).toMatch(/^not tried {2}tinycore/);
});
