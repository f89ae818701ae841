import type { HostFacts } from './host-facts.ts';
import type { PlanProblem } from './problem.ts';

/** Who signed a kernel. */
export interface KernelSigner {
  /** Common names of the signer's certificate and of its issuer; '' where they are not told. */
  readonly name: string;
  readonly issuer: string;
  /** Hexadecimal identifiers of the keys of which one has to be trusted: the signer's, its issuer's … */
  readonly keyIds: readonly string[];
}

/** What is known of a kernel's signature before it is loaded. */
export interface KernelSignature {
  /** An embedded signature is there; not that anybody trusts it. */
  readonly signed: boolean;
  /** Absent where it was not read. */
  readonly signers?: readonly KernelSigner[];
}

/**
 * Whether a locked-down machine would take the kernel, told before anything is downloaded. The
 * kernel judges again when it loads the other one; where the facts are missing, it alone does.
 */
export function signatureProblems(
  { signed, signers }: KernelSignature,
  { kexec }: Pick<HostFacts, 'kexec'>,
): readonly PlanProblem[] {
  if (kexec.lockdown === 'none') return [];
  if (!signed) {
    return [
      {
        severity: 'blocker',
        code: 'kernel-unsigned',
        text: `This machine is locked down (${kexec.lockdown}), and the kernel carries no signature.`,
        remedy:
          'Choose a distro whose kernel is signed, or switch Secure Boot off in the firmware.',
      },
    ];
  }
  if (signers === undefined || kexec.trustedKeys === undefined) return [];
  const trusted = new Set(kexec.trustedKeys);
  if (signers.some(({ keyIds }) => keyIds.some((id) => trusted.has(id)))) return [];
  return [
    {
      severity: 'blocker',
      code: 'kernel-untrusted',
      text: `This machine is locked down (${kexec.lockdown}), and trusts nobody who signed the kernel: ${signers.map(signerText).join('; ') || 'no signer is named'}.`,
      remedy:
        "Choose a distro whose signer this machine trusts (Debian, when webboot came by Debian's shim); or enroll that signer's certificate with MokManager or mokutil; or switch Secure Boot off in the firmware.",
    },
  ];
}

function signerText({ name, issuer, keyIds }: KernelSigner): string {
  const id = keyIds[0] ?? '';
  if (name === '') return `key ${id}`;
  return issuer === '' || issuer === name ? name : `${name} (issued by ${issuer})`;
}
