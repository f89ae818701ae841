import { type Architecture, runsOn } from '../architecture.ts';
import type { KernelSignature } from '../image/kernel-signature.ts';
import type { HostFacts } from '../machine/host-facts.ts';
import { wholeMebibytes } from '../mebibytes.ts';
import type { PlanProblem } from '../problem.ts';
import { signatureProblems } from './signature-problems.ts';

/** What a kernel's own file tells before it is loaded. */
export interface KexecKernel extends KernelSignature {
  readonly arch: Architecture | 'unknown';
  /** x86: the kernel can be entered in 64-bit mode, as kexec does; true elsewhere. */
  readonly entry64: boolean;
  readonly kernelBytes: number;
  /** What its header says that the file holds. */
  readonly statedBytes: number;
  /** RAM that it takes at its start, unpacked. */
  readonly initBytes: number;
  /** Longest command line that it takes; 0 where it does not tell. */
  readonly cmdlineLimit: number;
}

/** What is known of a kernel, an initrd and a command line before they are loaded. */
export interface KexecCandidate extends KexecKernel {
  readonly initrdBytes: number;
  readonly cmdlineBytes: number;
  /** Both are copied into memory first. */
  readonly isCopied: boolean;
}

/** What stands in the way of loading it on this machine; checked before anything is touched. */
export function kexecProblems(candidate: KexecCandidate, host: HostFacts): readonly PlanProblem[] {
  return [
    ...kernelProblems(candidate, host),
    ...memoryProblems(candidate, host),
    ...loadProblems(host),
    ...signatureProblems(candidate, host),
  ];
}

function kernelProblems(candidate: KexecCandidate, host: HostFacts): readonly PlanProblem[] {
  const { arch } = candidate;
  const problems: PlanProblem[] = [];
  if (!runsOn(arch, host.arch)) {
    problems.push({
      severity: 'blocker',
      code: 'wrong-architecture',
      text: `The kernel is for ${arch}, but this machine is ${host.arch}.`,
      remedy: `Choose a kernel for ${host.arch}.`,
    });
  }
  if (candidate.kernelBytes < candidate.statedBytes) {
    problems.push({
      severity: 'blocker',
      code: 'kernel-unreadable',
      text: `The kernel is cut short: ${candidate.kernelBytes} bytes of ${candidate.statedBytes}.`,
      remedy: 'Copy or download it again.',
    });
  }
  if (!candidate.entry64 && host.arch === 'x86_64' && host.kexec.lockdown !== 'none') {
    problems.push({
      severity: 'blocker',
      code: 'kernel-unsigned',
      text: 'A 32-bit kernel can only be loaded by kexec_load, which lockdown forbids.',
      remedy: 'Choose a 64-bit kernel, or turn Secure Boot off.',
    });
  }
  if (candidate.cmdlineLimit > 0 && candidate.cmdlineBytes > candidate.cmdlineLimit) {
    problems.push({
      severity: 'blocker',
      code: 'cmdline-too-long',
      text: `The command line has ${candidate.cmdlineBytes} bytes, but this kernel accepts at most ${candidate.cmdlineLimit}.`,
      remedy: 'Shorten it in the command-line editor, or use a shorter --append.',
    });
  }
  return problems;
}

/**
 * The files are read as a whole (kernel/kexec_file.c, kimage_file_prepare_segments), and copied from there into
 * the pages that are kept until the jump: the kernel's with all the room in which it starts
 * (kernel/kexec_core.c, kimage_load_normal_segment). kexec_load and kexec-tools do the same.
 */
function memoryProblems(candidate: KexecCandidate, host: HostFacts): readonly PlanProblem[] {
  const { kernelBytes, initrdBytes, initBytes, isCopied } = candidate;
  const files = kernelBytes + initrdBytes;
  const segments = Math.max(initBytes, kernelBytes) + initrdBytes;
  const wanted = (isCopied ? 2 : 1) * files + segments;
  if (host.availableBytes >= wanted) return [];
  return [
    {
      severity: 'blocker',
      code: 'memory-too-small',
      text: `Loading the kernel and its initrd takes ${wholeMebibytes(wanted)} MiB of memory, but only ${wholeMebibytes(host.availableBytes)} MiB are free.`,
      remedy: 'Free memory, or choose an entry with a smaller initrd.',
    },
  ];
}

/** Of a kernel that loads no other one, whichever. */
export function loadProblems({ kexec }: Pick<HostFacts, 'kexec'>): readonly PlanProblem[] {
  if (kexec.lockdown !== 'none' && !kexec.fileLoad) {
    return [
      {
        severity: 'blocker',
        code: 'kexec-disabled',
        text: 'Under Secure Boot this kernel cannot start another one: it lacks the system call kexec_file_load, which checks signatures.',
        remedy: 'Switch Secure Boot off in the firmware.',
      },
    ];
  }
  if (!kexec.loadDisabled) return [];
  return [
    {
      severity: 'blocker',
      code: 'kexec-disabled',
      text: 'This kernel refuses to load another one (kernel.kexec_load_disabled is 1).',
      remedy: 'Restart the machine: the setting cannot be undone until then.',
    },
  ];
}
