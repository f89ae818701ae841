import { defined } from '../core/defined.ts';
import type { Trust, TrustPolicy } from '../core/image/trust.ts';
import { readCleartext } from '../formats/armor/cleartext.ts';
import type { ChecksumLine } from '../formats/checksums/checksum-line.ts';
import { readChecksumList } from '../formats/checksums/read-list.ts';
import type { SmallFile } from '../ports/network.ts';
import type { Clock } from './clock.ts';
import type { Keyring } from './keyring.ts';
import { refusal } from './refusal.ts';
import type { Verified } from './verified.ts';
import { verifyMinisign, verifySignify } from './verify-minisign.ts';

/** Loaded when met: it takes longer than all else that a command starts with. */
const openpgp = () => import('./openpgp/verify-openpgp.ts');

type ChecksumsPolicy = Extract<TrustPolicy, { readonly kind: 'signed-checksums' }>;
type SignedTrust = Extract<Trust, { readonly kind: 'signed' }>;

export interface ChecksumInputs {
  readonly policy: ChecksumsPolicy;
  readonly checksums: SmallFile | undefined;
  readonly signature: SmallFile | undefined;
  readonly keyring: Keyring;
  readonly clock: Clock;
}

/** A list of digests whose signature has been verified. Nothing outside the signed text is in it. */
export interface SignedChecksums {
  readonly lines: readonly ChecksumLine[];
  readonly trust: SignedTrust;
}

/** Verifies a checksum file's signature and reads what is signed of it. */
export async function verifyChecksums(inputs: ChecksumInputs): Promise<SignedChecksums> {
  const { checksums } = inputs;
  if (!checksums) throw refusal('digest-missing', 'There is no checksum file.');
  const { data, verified } = await verifyFile(inputs, checksums.bytes);
  const { by, fingerprint, signedAt } = verified;
  return {
    lines: readList(data, checksums.url),
    trust: {
      kind: 'signed',
      by,
      fingerprint,
      ...defined({ signedAt }),
      covers: 'checksums',
    },
  };
}

async function verifyFile(
  inputs: ChecksumInputs,
  file: Uint8Array,
): Promise<{ readonly data: Uint8Array; readonly verified: Verified }> {
  const { policy, keyring, clock } = inputs;
  const common = { keys: policy.keys, keyring, clock };
  switch (policy.scheme) {
    case 'openpgp-detached': {
      const signature = signatureOf(inputs);
      const { verifyOpenpgp } = await openpgp();
      return { data: file, verified: await verifyOpenpgp({ ...common, signature, data: file }) };
    }
    case 'openpgp-clearsigned': {
      if (inputs.signature && !isClearsigned(file)) {
        return verifyFile({ ...inputs, policy: { ...policy, scheme: 'openpgp-detached' } }, file);
      }
      const { signed, signature } = clearsigned(file);
      const { verifyOpenpgp } = await openpgp();
      return {
        data: signed,
        verified: await verifyOpenpgp({ ...common, signature, data: signed }),
      };
    }
    case 'minisign': {
      const signature = signatureOf(inputs);
      return { data: file, verified: await verifyMinisign({ ...common, signature, data: file }) };
    }
    case 'signify': {
      const embedded = policy.signature === undefined && !inputs.signature;
      const verified = await verifySignify({
        ...common,
        ...(embedded ? { signature: file } : { signature: signatureOf(inputs), data: file }),
      });
      return { data: verified.message, verified };
    }
  }
}

/** Whether a list is signed in itself. One that is needs no signature next to it. */
export function isClearsigned(file: Uint8Array): boolean {
  return Buffer.from(file.subarray(0, 256))
    .toString('latin1')
    .trimStart()
    .startsWith('-----BEGIN PGP SIGNED');
}

function readList(data: Uint8Array, url: string): readonly ChecksumLine[] {
  try {
    return readChecksumList(data, url);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw refusal('digest-missing', `The checksum file cannot be read: ${detail}.`, { cause });
  }
}

function signatureOf({ signature, checksums }: ChecksumInputs): Uint8Array {
  if (signature) return signature.bytes;
  throw refusal('signature-missing', 'There is no signature for the checksum file.', {
    subject: checksums?.url,
  });
}

function clearsigned(file: Uint8Array): ReturnType<typeof readCleartext> {
  try {
    return readCleartext(file);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw refusal('signature-malformed', `The signed text cannot be read: ${detail}.`, { cause });
  }
}
