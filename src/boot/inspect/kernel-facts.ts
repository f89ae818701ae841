import type { KernelFacts } from '../../core/image/image-facts.ts';
import { FormatError } from '../../errors.ts';
import { cachedAccess } from '../../formats/cached-access.ts';
import { readKernelImage } from '../../formats/kernel/kernel-image.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { withSignature } from './kernel-signature.ts';

/** Menus of more kernels than this repeat themselves; each costs a request of a remote image. */
const maxKernels = 8;
/** Header and version of a bzImage lie within its first 32 KiB. */
const windowBytes = 32 << 10;

export type KernelReading =
  | { readonly kind: 'kernel'; readonly facts: KernelFacts }
  | { readonly kind: 'absent' | 'unread' }
  | { readonly kind: 'unreadable'; readonly why: string };

export type KernelReader = (path: string) => Promise<KernelReading>;

/** Reads the kernels of a tree, each once, and of more than eight none. */
export function createKernelReader(
  tree: FileTree,
  options: { readonly scan: boolean; readonly signal?: AbortSignal },
): KernelReader {
  const known = new Map<string, Promise<KernelReading>>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    if (known.size >= maxKernels) return Promise.resolve({ kind: 'unread' });
    const reading = readKernel(tree, path, options);
    known.set(path, reading);
    return reading;
  };
}

async function readKernel(
  tree: FileTree,
  path: string,
  options: { readonly scan: boolean; readonly signal?: AbortSignal },
): Promise<KernelReading> {
  try {
    const file = await tree.open(path);
    if (file === undefined) return { kind: 'absent' };
    const access = cachedAccess(file, { windowBytes });
    const { facts } = await readKernelImage(access, { path, ...options });
    return { kind: 'kernel', facts: await withSignature(facts, access, options) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { kind: 'unreadable', why: error.reason };
  }
}
