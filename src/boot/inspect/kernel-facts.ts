import type { BootEntry, KernelFacts } from '../../core/image/image-facts.ts';
import type { PlanProblem } from '../../core/problem.ts';
import { FormatError } from '../../errors.ts';
import { cachedAccess } from '../../formats/cached-access.ts';
import { readKernelImage } from '../../formats/kernel/kernel-image.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { withSignature } from './kernel-signature.ts';

/** Menus of more kernels than this repeat themselves; each costs a request of a remote image. */
const maxKernels = 8;
/** Header and version of a bzImage lie within its first 32 KiB. */
const windowBytes = 32 << 10;

export interface KernelsFound {
  readonly kernels: readonly KernelFacts[];
  readonly problems: readonly PlanProblem[];
}

/** The kernels that entries name, in the entries' order. */
export async function inspectKernels(
  tree: FileTree,
  entries: readonly BootEntry[],
  options: { readonly scan: boolean; readonly signal?: AbortSignal },
): Promise<KernelsFound> {
  const paths = [...new Set(entries.map(({ kernel }) => kernel))].slice(0, maxKernels);
  const kernels: KernelFacts[] = [];
  const problems: PlanProblem[] = [];
  for (const path of paths) {
    const file = await tree.open(path);
    if (file === undefined) continue;
    try {
      const access = cachedAccess(file, { windowBytes });
      const { facts } = await readKernelImage(access, { path, ...options });
      kernels.push(await withSignature(facts, access, options));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      problems.push({
        severity: 'warning',
        code: 'kernel-unreadable',
        text: `${path}: ${error.message}`,
        remedy: 'Choose an entry with another kernel.',
      });
    }
  }
  return { kernels, problems };
}
