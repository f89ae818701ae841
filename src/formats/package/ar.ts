import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { subAccess } from '../random-access.ts';

/** A file in an `ar` archive. */
export interface ArMember {
  readonly name: string;
  readonly content: RandomAccess;
}

const magic = '!<arch>\n';
const headerBytes = 60;
/** A Debian package has three or four. */
const mostMembers = 64;

/**
 * The members of an `ar` archive, as Debian packages are one; undefined for what is none. Names of
 * the common format only: at most 16 characters, with or without System V's `/` at the end. Source:
 * deb(5) and ar(5). Throws FormatError 'ar'.
 */
export async function readArMembers(
  file: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly ArMember[] | undefined> {
  const read = async (offset: number, length: number) =>
    Buffer.from(await file.read(offset, length, options)).toString('latin1');
  if ((await read(0, magic.length)) !== magic) return undefined;
  const members: ArMember[] = [];
  for (let at = magic.length; at < file.size; ) {
    const header = await read(at, headerBytes);
    const size = /^ *(\d{1,10}) *$/.exec(header.slice(48, 58))?.[1];
    if (header.length < headerBytes || header.slice(58) !== '`\n' || size === undefined) {
      throw new FormatError('ar', at, 'no member header where one must be');
    }
    const start = at + headerBytes;
    if (start + Number(size) > file.size) throw new FormatError('ar', at, 'ends within a member');
    if (members.length >= mostMembers) throw new FormatError('ar', at, 'holds too many members');
    const name = header.slice(0, 16).trimEnd().replace(/\/$/, '');
    members.push({ name, content: subAccess(file, start, Number(size)) });
    // Members start at even offsets.
    at = start + Number(size) + (Number(size) % 2);
  }
  return members;
}
