import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { createWorkBudget } from '../work-budget.ts';
import { type DirectoryRecord, readDirectoryRecords } from './directory-record.ts';
import { u32 } from './fields.ts';
import { decodeIdentifier, isUsableName, isUsableTarget, type Naming } from './names.ts';
import type { DirectoryNode, Extent, IsoNode } from './node.ts';
import { type RockRidge, readRockRidge } from './rock-ridge.ts';
import { readSystemUse, type SystemUseSource } from './system-use.ts';

export interface DirectorySource extends SystemUseSource {
  readonly naming: Naming;
  /** Bytes before the System Use entries of a record: LEN_SKP of the SP entry. */
  readonly skip: number;
}

interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Some 30,000 names of usual length. */
const maxDirectoryBytes = 4 << 20;

/** The extent of a directory. Throws FormatError where it is absurd or not in the image. */
export async function readDirectoryExtent(
  directory: Pick<DirectoryNode, 'block' | 'bytes' | 'offset'>,
  source: { readonly image: RandomAccess; readonly blockBytes: number },
  options: ReadOptions,
): Promise<{ readonly bytes: Uint8Array; readonly base: number }> {
  const base = directory.block * source.blockBytes;
  const read = (length: number) =>
    source.image.read(base, length, options.signal && { signal: options.signal });
  const length = directory.bytes ?? u32(await read(34), 10);
  if (length > maxDirectoryBytes) {
    throw new FormatError('iso9660', directory.offset, `directory of ${length} bytes`);
  }
  if (base + length > source.image.size) {
    throw new FormatError('iso9660', directory.offset, 'directory lies past the end of the image');
  }
  return { bytes: await read(length), base };
}

/** What a directory holds, each name once, in the order of the disc. */
export async function readDirectory(
  directory: DirectoryNode,
  source: DirectorySource,
  options: ReadOptions = {},
): Promise<ReadonlyMap<string, IsoNode>> {
  const { bytes, base } = await readDirectoryExtent(directory, source, options);
  source.spend(bytes.length, directory.offset);
  const nodes = new Map<string, IsoNode>();
  const work = createWorkBudget(options);
  let earlier: readonly DirectoryRecord[] = [];
  for (const record of readDirectoryRecords(bytes, base)) {
    await work.pay({});
    if (isSelfOrParent(record) || record.isAssociated) continue;
    const extents = [...earlier, record];
    if (extents.length > maxExtents) {
      throw new FormatError('iso9660', record.offset, `file of more than ${maxExtents} extents`);
    }
    earlier = record.continues ? extents : [];
    if (record.continues) continue;
    const rockRidge =
      source.naming === 'rock-ridge' ? await readOwnRockRidge(record, source, options) : undefined;
    const node = nodeOf(extents, { record, rockRidge, source });
    if (node !== undefined && !nodes.has(node.name)) nodes.set(node.name, node);
  }
  return nodes;
}

const maxExtents = 4096;

function isSelfOrParent({ identifier }: DirectoryRecord): boolean {
  return identifier.length === 1 && (identifier[0] === 0 || identifier[0] === 1);
}

/** Undefined for what is not part of the tree. A file's last record speaks for all of them. */
function nodeOf(
  records: readonly DirectoryRecord[],
  of: {
    readonly record: DirectoryRecord;
    readonly rockRidge: RockRidge | undefined;
    readonly source: DirectorySource;
  },
): IsoNode | undefined {
  const { record, rockRidge, source } = of;
  const name = rockRidge?.name ?? decodeIdentifier(record.identifier, source.naming);
  if (rockRidge?.isRelocated || !isUsableName(name)) return undefined;
  const base = { name, offset: record.offset };
  if (rockRidge?.childLink !== undefined) {
    return { ...base, kind: 'directory', block: rockRidge.childLink };
  }
  if (record.isDirectory) {
    return { ...base, kind: 'directory', block: record.block, bytes: record.bytes };
  }
  const type = (rockRidge?.mode ?? regularFile) & fileTypeMask;
  if (rockRidge?.target !== undefined && (type === symbolicLink || type === regularFile)) {
    const { target } = rockRidge;
    return isUsableTarget(target)
      ? { ...base, kind: 'symlink', target }
      : { ...base, kind: 'other' };
  }
  if (type !== regularFile) return { ...base, kind: 'other' };
  const extents = records.map((part) => extentOf(part, source.blockBytes));
  return {
    ...base,
    kind: 'file',
    size: rockRidge?.zisofsBytes ?? extents.reduce((sum, { length }) => sum + length, 0),
    extents,
    isInterleaved: records.some(({ isInterleaved }) => isInterleaved),
    isZisofs: rockRidge?.zisofsBytes !== undefined,
  };
}

const fileTypeMask = 0o170000;
const regularFile = 0o100000;
const symbolicLink = 0o120000;

async function readOwnRockRidge(
  record: DirectoryRecord,
  source: DirectorySource,
  options: ReadOptions,
): Promise<RockRidge> {
  const area = record.systemUse.subarray(source.skip);
  const { offset } = record;
  return readRockRidge(await readSystemUse(area, { ...source, ...options, offset }));
}

function extentOf(record: DirectoryRecord, blockBytes: number): Extent {
  return { offset: record.block * blockBytes, length: record.bytes };
}
