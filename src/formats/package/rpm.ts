import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { subAccess } from '../random-access.ts';
import type { PackageFacts } from './package-files.ts';

export interface RpmPackage {
  readonly facts: PackageFacts;
  /** A compressed cpio archive. */
  readonly payload: RandomAccess;
}

const leadBytes = 96;
const introBytes = 16;
const entryBytes = 16;
/** rpm's own limits are larger; kernels with all their files stay below a tenth of these. */
const mostEntries = 4096;
const mostStoreBytes = 64 << 20;

const stringType = 6;
const tags = { name: 1000, version: 1001, release: 1002, arch: 1022, payloadFormat: 1124 } as const;

/**
 * Reads an RPM package up to its payload; undefined for what is none. Source: the RPM documentation,
 * "RPM V4 Package format" (lead, signature header, header, payload). Throws FormatError 'rpm'.
 */
export async function readRpm(
  file: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RpmPackage | undefined> {
  const lead = view(await file.read(0, leadBytes, options));
  if (lead.byteLength < leadBytes || lead.getUint32(0) !== 0xedabeedb) return undefined;
  const signature = await readIntro(file, leadBytes, options);
  // Only the signature header is padded, to a multiple of 8.
  const header = await readIntro(file, Math.ceil(signature.end / 8) * 8, options);
  const index = await file.read(header.index, header.entries * entryBytes, options);
  const text = (tag: number) => readString(file, { header, index, tag }, options);
  const format = await text(tags.payloadFormat);
  if (format !== '' && format !== 'cpio') {
    throw new FormatError('rpm', header.index, 'the payload is no cpio archive');
  }
  const [version, release] = [await text(tags.version), await text(tags.release)];
  return {
    facts: {
      kind: 'rpm',
      name: await text(tags.name),
      version: [version, release].filter(Boolean).join('-'),
      architecture: await text(tags.arch),
    },
    payload: subAccess(file, header.end, file.size - header.end),
  };
}

interface Header {
  readonly entries: number;
  /** Where the index, the store behind it, and what follows start in the file. */
  readonly index: number;
  readonly store: number;
  readonly end: number;
}

async function readIntro(
  file: RandomAccess,
  at: number,
  options: { readonly signal?: AbortSignal },
): Promise<Header> {
  const intro = view(await file.read(at, introBytes, options));
  if (intro.byteLength < introBytes || intro.getUint32(0) !== 0x8eade801) {
    throw new FormatError('rpm', at, 'no header where one must be');
  }
  const entries = intro.getUint32(8);
  const storeBytes = intro.getUint32(12);
  if (entries > mostEntries || storeBytes > mostStoreBytes) {
    throw new FormatError('rpm', at, `a header of ${entries} entries and ${storeBytes} bytes`);
  }
  const index = at + introBytes;
  const store = index + entries * entryBytes;
  if (store + storeBytes > file.size) throw new FormatError('rpm', at, 'ends within a header');
  return { entries, index, store, end: store + storeBytes };
}

/** Longer than any name or version. */
const mostStringBytes = 256;

/** '' where the header has no such string. */
async function readString(
  file: RandomAccess,
  { header, index, tag }: { header: Header; index: Uint8Array; tag: number },
  options: { readonly signal?: AbortSignal },
): Promise<string> {
  const fields = view(index);
  for (let at = 0; at + entryBytes <= index.length; at += entryBytes) {
    if (fields.getUint32(at) !== tag || fields.getUint32(at + 4) !== stringType) continue;
    const start = header.store + fields.getUint32(at + 8);
    const bytes = await file.read(
      start,
      Math.max(0, Math.min(mostStringBytes, header.end - start)),
      options,
    );
    const text = Buffer.from(bytes).toString('latin1');
    return text.includes('\0') ? text.slice(0, text.indexOf('\0')) : '';
  }
  return '';
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
