import { enums, type Key, readKeys, readSignature, SignaturePacket } from 'openpgp';
import type { DigestAlgorithm } from '../../core/image/trust.ts';
import { FormatError } from '../../errors.ts';
import { parseArmor } from '../../formats/armor/armor.ts';
import { refusal } from '../refusal.ts';

const maxPackets = 64;

/**
 * The signatures of a detached signature file, armored or binary, one or several. Those of
 * versions and algorithms that are not handled are left out.
 */
export async function readSignatures(bytes: Uint8Array): Promise<readonly SignaturePacket[]> {
  try {
    const signatures: SignaturePacket[] = [];
    for (const binarySignature of dearmor(bytes, 'PGP SIGNATURE')) {
      const { packets } = await readSignature({
        binarySignature,
        config: { ignoreUnsupportedPackets: true, ignoreMalformedPackets: false },
      });
      const readable = packets.filter((packet) => packet instanceof SignaturePacket);
      for (const packet of readable) checkEncoding(packet, binarySignature);
      signatures.push(...readable);
    }
    if (signatures.length === 0 || signatures.length > maxPackets) {
      throw new FormatError('openpgp', 0, `${signatures.length} signatures that can be read`);
    }
    return signatures;
  } catch (cause) {
    throw refusal('signature-malformed', `The signature cannot be read: ${messageOf(cause)}.`, {
      cause,
    });
  }
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
export function suffixOf(packet: SignaturePacket): Uint8Array {
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
