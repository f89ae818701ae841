import type { KernelFacts } from '../../core/image/image-facts.ts';
import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/**
 * Adds who signed a signed kernel, for one more read at its end. A signature that cannot be read
 * is there all the same: the kernel that is to load this one judges it.
 */
export async function withSignature(
  facts: KernelFacts,
  kernel: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<KernelFacts> {
  if (!facts.signed) return facts;
  const { signal } = options;
  // Loaded here, because it needs Node's cryptography, a fifth of a start.
  const { readKernelSignature } = await import('../../formats/authenticode/kernel-signature.ts');
  try {
    return { ...facts, ...(await readKernelSignature(kernel, signal && { signal })) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return facts;
  }
}
