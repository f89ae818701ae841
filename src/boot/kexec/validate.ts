import type { HostFacts } from '../../core/host-facts.ts';
import { kexecProblems } from '../../core/kexec-problems.ts';
import type { PlanProblem } from '../../core/problem.ts';
import { FormatError } from '../../errors.ts';
import { type KernelImage, readKernelImage } from '../../formats/kernel/kernel-image.ts';
import type { RandomAccess } from '../../ports.ts';
import { withSignature } from '../kernel-signature.ts';

export interface KexecInput {
  readonly kernel: RandomAccess;
  readonly initrdBytes: number;
  readonly cmdline: string;
}

/** Reads the kernel's header, and finds what would keep it from being loaded or from coming up. */
export async function validateKexec(
  input: KexecInput,
  host: HostFacts,
): Promise<readonly PlanProblem[]> {
  let image: KernelImage;
  try {
    image = await readKernelImage(input.kernel);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [
      {
        severity: 'blocker',
        code: 'kernel-unreadable',
        text: `This is no kernel that can be loaded: ${error.message}.`,
        remedy: 'Name a bzImage (x86) or an Image (arm64); a vmlinux or a modules archive is none.',
      },
    ];
  }
  const { arch, signed, signers, digest } = await withSignature(image.facts, input.kernel);
  return kexecProblems(
    {
      arch,
      signed,
      ...(signers === undefined ? {} : { signers }),
      ...(digest === undefined ? {} : { digest }),
      entry64: image.kind !== 'bzimage' || image.header.entry64,
      kernelBytes: input.kernel.size,
      statedBytes: statedBytes(image),
      initBytes: image.kind === 'bzimage' ? image.header.initBytes : input.kernel.size,
      initrdBytes: input.initrdBytes,
      cmdlineBytes: Buffer.byteLength(input.cmdline),
      cmdlineLimit: image.kind === 'bzimage' ? image.header.cmdlineBytes : 0,
    },
    host,
  );
}

function statedBytes(image: KernelImage): number {
  if (image.kind !== 'bzimage') return 0;
  return image.header.setupBytes + image.header.systemBytes;
}
