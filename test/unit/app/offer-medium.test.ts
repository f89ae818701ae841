import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOffering } from '../../../src/app/offer-medium.ts';
import type { VerifiedMedium } from '../../../src/boot/stages/verify.ts';
import type { ServingReport } from '../../../src/core/plan/boot-event.ts';
import { digestOf, fileContext, pinnedSource } from '../../helpers/served-image.ts';

const bytes = Buffer.alloc(700_000, 'i');
const digest = digestOf(bytes);
let folder = '';
let device = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-offer-'));
  device = join(folder, 'pmem0');
  await writeFile(device, bytes);
  // A device is larger than its image.
  await appendFile(device, Buffer.alloc(4096));
});
afterEach(() => rm(folder, { recursive: true }));

const image = () => ({
  source: pinnedSource(device, digest),
  medium: { device, bytes: bytes.length } as VerifiedMedium,
});

test('an image in memory is served until the person ends it, and each change is reported', async () => {
  const ending = new AbortController();
  const reports: ServingReport[] = [];
  const problems: string[] = [];
  const first = Promise.withResolvers<void>();
  const offered = createOffering(fileContext, (text) => problems.push(text))(image(), {
    signal: ending.signal,
    onChange: (report) => {
      reports.push(report);
      first.resolve();
    },
  });
  await first.promise;
  const [{ addresses } = { addresses: [] }] = reports;
  const port = /:(\d+)\/$/.exec(addresses[0] ?? '')?.[1] ?? '8080';
  const answer = await fetch(`http://127.0.0.1:${port}/iso/${digest.hex}`);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  while (reports.at(-1)?.bytesOut !== bytes.length) await new Promise((r) => setTimeout(r, 20));
  ending.abort();
  await offered;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  expect(problems).toEqual([]);
});

test('what was written to since it was verified is not served', async () => {
  await writeFile(device, Buffer.concat([Buffer.from('x'), bytes.subarray(1)]));
  const { signal } = new AbortController();
  const offered = createOffering(fileContext, () => {})(image(), { signal, onChange: () => {} });
  await expect(offered).rejects.toMatchObject({ code: 'digest-wrong' });
});
