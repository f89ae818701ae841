import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { WorkBudget } from '../work-budget.ts';
import { type InitrdEntry, type InitrdSegment, readInitrd } from './read-initrd.ts';

/** What an initrd holds, without the bulk of it. */
export interface InitrdSurvey {
  readonly segments: readonly InitrdSegment[];
  /** All of its paths, relative to the root. */
  readonly paths: ReadonlySet<string>;
  /** Contents of the files that were asked for; for symbolic links, their targets. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** Sum of all files' sizes: what the kernel's unpacking takes of the RAM, at least. */
  readonly unpackedBytes: number;
}

/** For one file, and for all of them: scripts, lists and configuration files stay far below. */
const maxContentBytes = 4 << 20;
const maxContentsBytes = 32 << 20;
const maxPathsBytes = 64 << 20;

/**
 * Reads an initrd once from its start to its end.
 *
 * @param wanted which files' contents to keep; larger ones than 4 MiB are left out.
 */
export async function surveyInitrd(
  image: RandomAccess,
  options: {
    readonly wanted?: (path: string) => boolean;
    readonly signal?: AbortSignal;
    readonly budget?: WorkBudget;
  } = {},
): Promise<InitrdSurvey> {
  const { wanted = () => false, ...reading } = options;
  const segments: InitrdSegment[] = [];
  const paths = new Set<string>();
  const contents = new Map<string, Uint8Array>();
  let unpackedBytes = 0;
  let pathsBytes = 0;
  let contentsBytes = 0;
  for await (const entry of readInitrd(image, reading)) {
    if (segments.at(-1) !== entry.segment) segments.push(entry.segment);
    paths.add(entry.path);
    pathsBytes += entry.path.length;
    if (pathsBytes > maxPathsBytes) {
      throw new FormatError('initrd', entry.segment.offset, 'its names alone fill the memory');
    }
    unpackedBytes += entry.size;
    const fits = entry.size <= Math.min(maxContentBytes, maxContentsBytes - contentsBytes);
    if (entry.kind === 'directory' || !fits || !wanted(entry.path)) continue;
    contents.set(entry.path, await collect(entry));
    contentsBytes += entry.size;
  }
  return { segments, paths, contents, unpackedBytes };
}

async function collect(entry: InitrdEntry): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of entry.data()) parts.push(part.slice());
  return Buffer.concat(parts);
}
