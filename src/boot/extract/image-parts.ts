import { defined } from '../../core/defined.ts';
import { findEntry } from '../../core/image/find-entry.ts';
import type { BootEntry, ImageFacts } from '../../core/image/image-facts.ts';
import { WebbootError } from '../../errors.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { problemError } from '../run/failure.ts';
import { type GraftOptions, graftInitrd } from './graft-initrd.ts';
import type { KernelPart, KernelParts } from './kernel-parts.ts';

export interface ImagePartsOptions {
  /** An entry's id or title; the default one without. */
  readonly entry?: string;
  /** Makes the initrd find the image in a virtual machine; the facts are to be deep ones then. */
  readonly graft?: GraftOptions;
  readonly signal?: AbortSignal;
}

/** The kernel, the initrds and the command line of one entry of an image's own menu. */
export async function imageParts(
  tree: FileTree,
  facts: Omit<ImageFacts, 'bytesRead'>,
  { entry: wanted, graft: options, signal }: ImagePartsOptions,
): Promise<KernelParts> {
  const entry = chooseEntry(facts, wanted);
  if (entry.problem !== undefined) throw problemError(entry.problem);
  const alpineVersion = await readAlpineRelease(tree);
  const initrds = await Promise.all(entry.initrds.map((path) => partOf(tree, path)));
  const target = { tree, facts, entry, initrds: initrds.map(({ content }) => content) };
  const graft = options && (await graftInitrd(target, options, defined({ signal })));
  return {
    kind: facts.image.kind === 'directory' ? 'directory' : 'iso',
    kernel: await partOf(tree, entry.kernel),
    initrds,
    cmdline: graft?.cmdline ?? entry.cmdline,
    version: facts.kernels.find(({ path }) => path === entry.kernel)?.version ?? '',
    entry: { id: entry.id, title: entry.title },
    ...defined({ alpineVersion, graft }),
  };
}

function chooseEntry(
  { entries, problems }: Pick<ImageFacts, 'entries' | 'problems'>,
  wanted: string | undefined,
): BootEntry {
  const entry = findEntry(entries, wanted);
  if (entry !== undefined) return entry;
  if (wanted !== undefined && entries.length > 0) {
    throw new WebbootError('unknown-entry', `The image has no entry "${wanted}".`, {
      subject: wanted,
      remedy: 'Run "webboot inspect" to see the entries of the image.',
    });
  }
  const blocker = problems.find(({ severity }) => severity === 'blocker');
  if (blocker !== undefined) throw problemError(blocker);
  throw new WebbootError('no-entries', 'The image has no boot menu that starts Linux.', {
    remedy: 'Name another image.',
  });
}

async function partOf(tree: FileTree, path: string): Promise<KernelPart> {
  const content = await tree.open(path);
  if (content !== undefined) return { path, content };
  throw new WebbootError('damaged-image', `${path} is not in the image.`, {
    subject: path,
    remedy: 'Choose another entry with --entry, or download the image again.',
  });
}

const mostReleaseBytes = 256;

/** Alpine's images say in a file of their root: "alpine-virt-3.22.1 250715". */
async function readAlpineRelease(tree: FileTree): Promise<string | undefined> {
  const file = await tree.open('/.alpine-release');
  if (file === undefined) return undefined;
  const text = Buffer.from(await file.read(0, mostReleaseBytes)).toString('latin1');
  return /\b\d{1,3}\.\d{1,3}(?:\.\d{1,3})?\b/.exec(text)?.[0];
}
