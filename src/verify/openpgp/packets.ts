import {
  enums,
  type Key,
  readKeys,
  readSignature,
  SignaturePacket,
  UnparseablePacket,
} from 'openpgp';
import type { DigestAlgorithm } from '../../core/image/trust.ts';
import { FormatError } from '../../errors.ts';
import { parseArmor } from '../../formats/armor/armor.ts';
import { refusal } from '../refusal.ts';
import { requireSize } from '../signature-size.ts';
import { countSignatures } from './count-signatures.ts';
import { readVersionThree } from './version-three.ts';

const maxPackets = 64;

/** A signature over a document. */
export interface DocumentSignature {
  /** Who, when, and the public-key operation. */
  readonly packet: SignaturePacket;
  readonly version: number;
  /** What is hashed after the document. */
  readonly suffix: Uint8Array;
}

/**
 * The signatures of a detached signature file, armored or binary, one or several. Those of
 * versions and algorithms that are not handled are left out.
 */
export async function readSignatures(bytes: Uint8Array): Promise<readonly DocumentSignature[]> {
  const signatures: DocumentSignature[] = [];
  const unsupported: string[] = [];
  requireSize(bytes);
  let count = 0;
  try {
    for (const binarySignature of dearmor(bytes, 'PGP SIGNATURE')) {
      count += countSignatures(binarySignature, maxPackets - count);
      const { packets } = await readSignature({
        binarySignature,
        config: { ignoreUnsupportedPackets: true, ignoreMalformedPackets: false },
      });
      for (const packet of packets as readonly unknown[]) {
        const signature = documentSignature(packet, binarySignature);
        if (typeof signature === 'string') unsupported.push(signature);
        else if (signature !== undefined) signatures.push(signature);
      }
    }
  } catch (cause) {
    throw refusal('signature-malformed', `The signature cannot be read: ${messageOf(cause)}.`, {
      cause,
    });
  }
  if (signatures.length === 0 && unsupported.length > 0) throw notSupported(unsupported);
  if (signatures.length === 0 || signatures.length > maxPackets) {
    throw refusal('signature-malformed', `The file has ${signatures.length} signatures.`);
  }
  return signatures;
}

/** A packet as a signature; why it cannot be one here; undefined for other packets. */
function documentSignature(
  packet: unknown,
  file: Uint8Array,
): DocumentSignature | string | undefined {
  if (packet instanceof SignaturePacket) {
    checkEncoding(packet, file);
    return { packet, version: packet.version, suffix: suffixOf(packet) };
  }
  if (!(packet instanceof UnparseablePacket) || packet.tag !== enums.packet.signature) {
    return undefined;
  }
  const body = packet.write();
  const [version, , algorithm] = body;
  if (version === 4 || version === 6) return `public-key algorithm ${algorithm}`;
  if (version !== 3) return `version ${version}`;
  try {
    return { version, ...readVersionThree(body) };
  } catch (error) {
    if (error instanceof Error && error.name === 'UnsupportedError') return error.message;
    throw error;
  }
}

function notSupported(kinds: readonly string[]): Error {
  return refusal(
    'signature-malformed',
    `This kind of signature is not supported: ${[...new Set(kinds)].join(', ')}.`,
    {
      remedy:
        'Update webboot, or choose an image that is signed in another way. The file may be intact.',
    },
  );
}

/** Issuer key ID and issuer fingerprint (RFC 9580, section 5.2.3.7): all that belongs there. */
const unhashedTypes: ReadonlySet<number> = new Set([16, 33]);

/**
 * A signature's encoding leaves room for bytes that are not signed: subpackets outside the hashed
 * area, lengths written in other ways. Nothing sensible is lost by accepting one encoding only, and
 * then any changed byte is noticed.
 */
function checkEncoding(packet: SignaturePacket, file: Uint8Array): void {
  const strange = packet.unhashedSubpackets.some(
    ({ type, critical }) => critical || !unhashedTypes.has(type),
  );
  if (strange || !Buffer.from(file).includes(Buffer.from(packet.write()))) {
    throw new FormatError('openpgp', 0, 'a signature in an unusual encoding');
  }
}

/** The certificates of a key file, armored (notes around the armor are skipped) or binary. */
export async function readCertificates(bytes: Uint8Array): Promise<readonly Key[]> {
  try {
    const keys: Key[] = [];
    for (const binaryKeys of dearmor(bytes, 'PGP PUBLIC KEY BLOCK')) {
      keys.push(...(await readKeys({ binaryKeys })));
    }
    return keys;
  } catch (cause) {
    throw refusal('key-unknown', `The key file cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

/** Every OpenPGP packet begins with the high bit set (RFC 9580, section 4.2); text never does. */
function dearmor(bytes: Uint8Array, label: string): readonly Uint8Array[] {
  if ((bytes[0] ?? 0) & 0x80) return [bytes];
  const textOutside = label === 'PGP SIGNATURE' ? 'reject' : 'skip';
  const blocks = parseArmor(Buffer.from(bytes).toString('latin1'), { textOutside });
  if (blocks.some((block) => block.label !== label) || blocks.length === 0) {
    throw new FormatError('armor', 0, `expected ${label}`);
  }
  return blocks.map((block) => block.bytes);
}

/** The digest algorithm of a signature, where it may be believed. Throws `digest-weak`. */
export function digestAlgorithmOf(packet: SignaturePacket): DigestAlgorithm {
  switch (packet.hashAlgorithm) {
    case enums.hash.sha256:
      return 'sha256';
    case enums.hash.sha384:
      return 'sha384';
    case enums.hash.sha512:
      return 'sha512';
    default:
      throw refusal(
        'digest-weak',
        `The signature is made with digest algorithm ${packet.hashAlgorithm}, not SHA-256 or better.`,
      );
  }
}

/**
 * What is hashed after the signed bytes: the signature's own fields and a trailer (RFC 9580,
 * section 5.2.4).
 */
function suffixOf(packet: SignaturePacket): Uint8Array {
  const fields = packet.signatureData ?? new Uint8Array();
  const suffix = new Uint8Array(fields.length + 6);
  suffix.set(fields);
  suffix.set([packet.version, 0xff], fields.length);
  new DataView(suffix.buffer).setUint32(fields.length + 2, fields.length);
  return suffix;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
