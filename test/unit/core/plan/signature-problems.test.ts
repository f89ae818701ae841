import { describe, expect, test } from 'vitest';
import type { KernelSignature } from '../../../../src/core/image/kernel-signature.ts';
import type { HostFacts } from '../../../../src/core/machine/host-facts.ts';
import { signatureProblems } from '../../../../src/core/plan/signature-problems.ts';
import { hostFacts } from '../../../helpers/facts.ts';

const signer = {
  name: 'Signer of kernels',
  issuer: 'Some CA',
  keyIds: ['aa01', 'bb02'],
  certificates: ['d1', 'd2'],
};
const signed: KernelSignature = { signed: true, signers: [signer], digest: 'abcd' };

function problems(signature: KernelSignature, kexec: Partial<HostFacts['kexec']>) {
  const facts = hostFacts();
  return signatureProblems(signature, { kexec: { ...facts.kexec, ...kexec } });
}

describe('a kernel on a machine that is locked down', () => {
  const lockdown = 'integrity' as const;

  test('is refused without a signature', () => {
    expect(problems({ signed: false }, { lockdown, trustedKeys: [] })).toMatchObject([
      { severity: 'blocker', code: 'kernel-unsigned' },
    ]);
  });

  test("is taken when its signer's or its issuer's key is trusted", () => {
    expect(problems(signed, { lockdown, trustedKeys: ['cc03', 'aa01'] })).toEqual([]);
    expect(problems(signed, { lockdown, trustedKeys: ['bb02'] })).toEqual([]);
  });

  test('is refused when nobody trusts who signed it, and that one is named', () => {
    const [problem] = problems(signed, { lockdown, trustedKeys: ['cc03'] });
    expect(problem).toMatchObject({ severity: 'blocker', code: 'kernel-untrusted' });
    expect(problem?.text).toContain('Signer of kernels (issued by Some CA)');
  });

  test.each([
    ['its digest', { programs: ['0000', 'abcd'] }, 'this kernel'],
    ["its signer's issuer's key", { keyIds: ['bb02'] }, 'Signer of kernels'],
    ["its signer's certificate", { certificates: ['d1'] }, 'Signer of kernels'],
  ])('is refused when %s is revoked, though its signer is trusted', (_, list, named) => {
    const revoked = { keyIds: [], programs: [], certificates: [], ...list };
    const found = problems(signed, { lockdown, trustedKeys: ['aa01'], revoked });
    expect(found).toMatchObject([{ severity: 'blocker', code: 'kernel-revoked' }]);
    expect(found[0]?.text).toContain(named);
  });

  test('is refused for another reason when the firmware trusts its signer and the kernel does not', () => {
    const [problem] = problems(signed, { lockdown, trustedKeys: [], enrolledKeys: ['bb02'] });
    expect(problem).toMatchObject({ severity: 'blocker', code: 'kernel-untrusted' });
    expect(problem?.text).toContain("webboot's own kernel does not know that key");
  });

  test('is left to the running kernel where keys or signers are not known', () => {
    expect(problems(signed, { lockdown })).toEqual([]);
    expect(problems({ signed: true }, { lockdown, trustedKeys: ['cc03'] })).toEqual([]);
  });
});

test('without lockdown any kernel is taken', () => {
  expect(problems({ signed: false }, { lockdown: 'none', trustedKeys: [] })).toEqual([]);
  expect(problems(signed, { lockdown: 'none', trustedKeys: [] })).toEqual([]);
});
