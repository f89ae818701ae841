import { expect, test } from 'vitest';
import { openIso } from '../../../../src/formats/iso9660/open-iso.ts';
import { countReads } from '../../../../src/formats/random-access.ts';
import { openFileMedium } from '../../../../src/linux/file-medium.ts';
import { ourListing, sevenZipListing, xorrisoListing } from '../../../helpers/iso-listings.ts';
import { bigIso } from '../../../helpers/isos.ts';

const { path, bigBytes } = await bigIso();

test('a file of over 4 GiB is one file, and read across its extents', async () => {
  const medium = await openFileMedium(path);
  expect(medium.size).toBeGreaterThan(4.9e9);
  const file = await (await openIso(medium)).open('/live/big.squashfs');
  expect(file?.size).toBe(bigBytes);
  const text = async (offset: number, length: number) =>
    Buffer.from((await file?.read(offset, length)) ?? []).toString();
  expect(await text(0, 5)).toBe('start');
  expect(await text(2 ** 32 - 2, 4)).toBe('edge');
  expect(await text(bigBytes - 3, 10)).toBe('end');
  await medium.close();
});

test('a few hundred kilobytes of 5 GB tell every name, as 7-Zip and xorriso tell them', async () => {
  const medium = await openFileMedium(path);
  const counted = countReads(medium);
  const ours = await ourListing(counted);
  expect(counted.requests).toBeLessThanOrEqual(2);
  expect(counted.bytesRead).toBeLessThan(300_000);
  expect(ours).toEqual(await sevenZipListing(path));
  expect(ours).toEqual(await xorrisoListing(path));
  await medium.close();
});
