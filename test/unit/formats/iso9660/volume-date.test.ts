import { describe, expect, it } from 'vitest';
import { readVolumeDate } from '../../../../src/formats/iso9660/volume-date.ts';

function dateOf(digits: string, quarters = 0): string | undefined {
  return readVolumeDate(Buffer.concat([Buffer.from(digits, 'latin1'), Buffer.from([quarters])]), 0);
}

describe('the date in a volume descriptor', () => {
  it('is read with its time zone, to the hundredth', () => {
    expect(dateOf('2026090512304507')).toBe('2026-09-05T12:30:45.070Z');
    expect(dateOf('2026090501000000', 8)).toBe('2026-09-04T23:00:00.000Z');
    expect(dateOf('2026090523000000', 256 - 20)).toBe('2026-09-06T04:00:00.000Z');
  });

  it.each([
    ['zeros', '0'.repeat(16)],
    ['NUL bytes', '\0'.repeat(16)],
    ['blanks', ' '.repeat(16)],
    ['letters', '2026O90512304507'],
    ['a month 13', '2026130512304507'],
    ['the 31st of February', '2026023112304507'],
    ['hour 24', '2026090524000000'],
    ['a date that builds fix', '1980010100000000'],
    ['a descriptor that is cut off', '20260905'],
  ])('is absent for %s', (_, digits) => expect(dateOf(digits)).toBeUndefined());

  it.each([53, 127, 128, 256 - 49])('is absent in a time zone of %s quarters', (quarters) => {
    expect(dateOf('2026090512304507', quarters)).toBeUndefined();
  });
});
