import { defined } from '../../core/defined.ts';
import type { HostFacts } from '../../core/machine/host-facts.ts';
import { type KexecKernel, kexecProblems } from '../../core/plan/kexec-problems.ts';
import type { PlanProblem } from '../../core/problem.ts';
import { FormatError } from '../../errors.ts';
import { type KernelImage, readKernelImage } from '../../formats/kernel/kernel-image.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { withSignature } from '../inspect/kernel-signature.ts';

/** What a kernel's own file says of how it is loaded, or why it is none. */
export type KernelReading =
  | { readonly kind: 'kernel'; readonly kernel: KexecKernel }
  | { readonly kind: 'unreadable'; readonly why: string };

export async function readKexecKernel(
  kernel: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<KernelReading> {
  let image: KernelImage;
  try {
    image = await readKernelImage(kernel, options);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { kind: 'unreadable', why: error.reason };
  }
  const { arch, signed, signers, digest } = await withSignature(image.facts, kernel, options);
  return {
    kind: 'kernel',
    kernel: {
      arch,
      signed,
      ...defined({ signers, digest }),
      entry64: image.kind !== 'bzimage' || image.header.entry64,
      kernelBytes: kernel.size,
      statedBytes: statedBytes(image),
      initBytes: image.kind === 'bzimage' ? image.header.initBytes : kernel.size,
      cmdlineLimit: image.kind === 'bzimage' ? image.header.cmdlineBytes : 0,
    },
  };
}

/** What would keep a kernel from being loaded here or from coming up. */
export function validateKexec(
  reading: KernelReading,
  {
    initrdBytes,
    cmdline,
    isCopied = false,
  }: { readonly initrdBytes: number; readonly cmdline: string; readonly isCopied?: boolean },
  host: HostFacts,
): readonly PlanProblem[] {
  if (reading.kind === 'unreadable') {
    return [
      {
        severity: 'blocker',
        code: 'kernel-unreadable',
        text: `This kernel cannot be loaded: ${reading.why}.`,
        remedy: 'Name a bzImage (x86) or an Image (arm64), not a vmlinux or a modules archive.',
      },
    ];
  }
  const cmdlineBytes = Buffer.byteLength(cmdline);
  return kexecProblems({ ...reading.kernel, initrdBytes, cmdlineBytes, isCopied }, host);
}

function statedBytes(image: KernelImage): number {
  if (image.kind !== 'bzimage') return 0;
  return image.header.setupBytes + image.header.systemBytes;
}
