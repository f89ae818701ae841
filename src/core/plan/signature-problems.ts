import type { KernelSignature, KernelSigner } from '../image/kernel-signature.ts';
import type { HostFacts } from '../machine/host-facts.ts';
import type { PlanProblem } from '../problem.ts';

/**
 * Whether a locked-down machine would take the kernel, told before anything is downloaded. The
 * kernel judges again when it loads the other one; where the facts are missing, it alone does.
 */
export function signatureProblems(
  signature: KernelSignature,
  { kexec }: Pick<HostFacts, 'kexec'>,
): readonly PlanProblem[] {
  if (kexec.lockdown === 'none') return [];
  const lockedDown = `This machine is locked down (${kexec.lockdown})`;
  if (!signature.signed) {
    return [
      {
        severity: 'blocker',
        code: 'kernel-unsigned',
        text: `${lockedDown}, and the kernel carries no signature.`,
        remedy: 'Choose a distro whose kernel is signed, or turn Secure Boot off in the firmware.',
      },
    ];
  }
  return [
    ...revocationProblems(signature, { lockedDown, kexec }),
    ...signerProblems(signature, { lockedDown, kexec }),
  ];
}

interface Verdict {
  readonly lockedDown: string;
  readonly kexec: HostFacts['kexec'];
}

/** Revoked is revoked, whoever trusts the signer otherwise. */
function revocationProblems(
  { signers = [], digest }: KernelSignature,
  { lockedDown, kexec: { revoked } }: Verdict,
): readonly PlanProblem[] {
  if (revoked === undefined) return [];
  const signer = signers.find(
    ({ keyIds, certificates }) =>
      keyIds.some((id) => revoked.keyIds.includes(id)) ||
      certificates.some((one) => revoked.certificates.includes(one)),
  );
  const program = digest !== undefined && revoked.programs.includes(digest);
  if (signer === undefined && !program) return [];
  const what = signer === undefined ? 'this kernel' : `its signer, ${signerText(signer)}`;
  return [
    {
      severity: 'blocker',
      code: 'kernel-revoked',
      text: `${lockedDown}, and its revocation list (dbx) contains ${what}.`,
      remedy:
        'Choose a newer release of the distro: revoked kernels have known holes. Or turn Secure Boot off in the firmware.',
    },
  ];
}

function signerProblems(
  { signers }: KernelSignature,
  { lockedDown, kexec: { trustedKeys, enrolledKeys = [] } }: Verdict,
): readonly PlanProblem[] {
  if (signers === undefined || trustedKeys === undefined) return [];
  const isAmong = (keys: readonly string[]) =>
    signers.some(({ keyIds }) => keyIds.some((id) => keys.includes(id)));
  if (isAmong(trustedKeys)) return [];
  const names = signers.map(signerText).join('; ') || 'no signer is named';
  const problem = { severity: 'blocker', code: 'kernel-untrusted' } as const;
  if (isAmong(enrolledKeys)) {
    return [
      {
        ...problem,
        text: `${lockedDown}. Its firmware trusts the kernel's signer (${names}), but webboot's own kernel does not know that key.`,
        remedy:
          'Boot the image directly from the firmware, from a stick of its own; or turn Secure Boot off in the firmware.',
      },
    ];
  }
  return [
    {
      ...problem,
      text: `${lockedDown}, and trusts none of the kernel's signers: ${names}.`,
      remedy:
        "Choose a distro whose signer this machine trusts (Debian, when webboot came by Debian's shim); or enroll that signer's certificate with MokManager or mokutil; or turn Secure Boot off in the firmware.",
    },
  ];
}

function signerText({ name, issuer, keyIds }: KernelSigner): string {
  const id = keyIds[0] ?? '';
  if (name === '') return `key ${id}`;
  return issuer === '' || issuer === name ? name : `${name} (issued by ${issuer})`;
}
