import { latin1 } from './fields.ts';

/** Builds that fix their dates write 1970 or 1980; no live system is older than this. */
const earliest = '1990';
const quarterMs = 15 * 60 * 1000;

/**
 * A date of 17 bytes as ISO 8601 in UTC; undefined for one that is not given (zeros), is of no
 * calendar, or was fixed by the build. Source: ECMA-119 8.4.26.1.
 */
export function readVolumeDate(sector: Uint8Array, offset: number): string | undefined {
  const digits = latin1(sector, offset, 16);
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits);
  // A signed number of quarters of an hour, east of Greenwich.
  const quarters = ((sector[offset + 16] ?? 0) << 24) >> 24;
  if (parts === null || quarters < -48 || quarters > 52) return undefined;
  const [, year = '', month, day, hour, minute, second, hundredths] = parts;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${hundredths}0Z`;
  const local = Date.parse(text);
  if (year < earliest || Number.isNaN(local) || new Date(local).toISOString() !== text) {
    return undefined;
  }
  return new Date(local - quarters * quarterMs).toISOString();
}
