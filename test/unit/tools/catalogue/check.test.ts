import { expect, test } from 'vitest';
import { WebbootError } from '../../../../src/errors.ts';
import type { Network } from '../../../../src/ports/network.ts';
import type { RemoteFile } from '../../../../src/ports/random-access.ts';
import { checkCatalogue } from '../../../../tools/catalogue/check.ts';

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

async function check(network: Partial<Network>) {
  const lines: string[] = [];
  const refuse = async () => Promise.reject(unreachable);
  const failed = await checkCatalogue(['tinycore'], (line) => lines.push(line), {
    open: refuse,
    fetchSmall: refuse,
    download: refuse,
    ...network,
  });
  return { failed, lines };
}

test('says that each variant is there, and on how many mirrors', async () => {
  const { failed, lines } = await check({ open: async () => remote(1234) });
  expect(failed).toBe(0);
  expect(lines).toContain('good       tinycore/core i386: 17.0 unsigned, 1234 bytes on 2 mirrors');
});

test('says that mirrors have different files', async () => {
  const { failed, lines } = await check({ open: async ([url = '']) => remote(url.length) });
  expect(failed).toBe(lines.length);
  expect(lines[0]).toMatch(/^failed {5}tinycore\/pure64 x86_64: the mirrors differ/);
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
