import { FormatError } from '../../errors.ts';
import { u32 } from './fields.ts';
import type { SystemUseEntry } from './system-use.ts';

/** What Rock Ridge adds to a directory record. */
export interface RockRidge {
  readonly name?: string;
  /** POSIX file mode, its type bits included. */
  readonly mode?: number;
  readonly target?: string;
  /** Block of the directory that was moved away from here. */
  readonly childLink?: number;
  /** The record shows where a directory was moved to, and is not part of the tree. */
  readonly isRelocated: boolean;
  /** Set for a file that zisofs compressed. */
  readonly zisofsBytes?: number;
}

const maxText = 4096;
const continues = 1;

/**
 * Source: RRIP (IEEE P1282) section 4.1; the ZF entry as zisofs-tools and mkisofs write it.
 */
export function readRockRidge(entries: readonly SystemUseEntry[]): RockRidge {
  const named = entries.filter(({ signature }) => signature === 'NM');
  const links = entries.filter(({ signature }) => signature === 'SL');
  const mode = find(entries, 'PX', 4);
  const childLink = find(entries, 'CL', 4);
  const zisofs = find(entries, 'ZF', 12);
  return {
    ...(named.length === 0 ? {} : { name: decodeText(joinNames(named)) }),
    ...(mode === undefined ? {} : { mode: u32(mode, 0) }),
    ...(links.length === 0 ? {} : { target: joinTarget(links) }),
    ...(childLink === undefined ? {} : { childLink: u32(childLink, 0) }),
    isRelocated: entries.some(({ signature }) => signature === 'RE'),
    ...(zisofs === undefined ? {} : { zisofsBytes: u32(zisofs, 4) }),
  };
}

function find(
  entries: readonly SystemUseEntry[],
  signature: string,
  least: number,
): Uint8Array | undefined {
  return entries.find((entry) => entry.signature === signature && entry.data.length >= least)?.data;
}

function joinNames(entries: readonly SystemUseEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const { data, offset } of entries) {
    parts.push(data.subarray(1));
    length += data.length;
    if (length > maxText) throw new FormatError('iso9660', offset, 'name of absurd length');
    if (((data[0] ?? 0) & continues) === 0) break;
  }
  return concat(parts);
}

/**
 * For links over 250 bytes genisoimage 1.1.11 writes entries whose length has overflowed. They must
 * not keep their whole directory from being read, and half a target would be a wrong one.
 */
const unusableTarget = '';

/** SL entries hold components; one may go on in the next, in the midst of a character. */
function joinTarget(entries: readonly SystemUseEntry[]): string {
  const parts: Uint8Array[] = [];
  let length = 0;
  let separator = '';
  for (const { data } of entries) {
    for (let at = 1; at + 2 <= data.length; ) {
      const flags = data[at] ?? 0;
      const end = at + 2 + (data[at + 1] ?? 0);
      if (end > data.length) return unusableTarget;
      const fixed = fixedComponent(flags);
      const component = fixed === undefined ? data.subarray(at + 2, end) : ascii(fixed);
      parts.push(ascii(separator), component);
      length += component.length;
      separator = (flags & continues) !== 0 || fixed === '/' ? '' : '/';
      at = end;
    }
    if (length > maxText) return unusableTarget;
    if (((data[0] ?? 0) & continues) === 0) break;
  }
  return decodeText(concat(parts));
}

function fixedComponent(flags: number): '.' | '..' | '/' | undefined {
  if ((flags & 0x02) !== 0) return '.';
  if ((flags & 0x04) !== 0) return '..';
  if ((flags & 0x08) !== 0) return '/';
  return undefined;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Rock Ridge names no character set; everybody writes UTF-8, and Latin-1 before that. */
function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return String.fromCharCode(...bytes);
  }
}
