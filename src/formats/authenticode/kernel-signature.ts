import { defined } from '../../core/defined.ts';
import type { KernelSignature, KernelSigner } from '../../core/image/kernel-signature.ts';
import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { findPortableExecutable } from '../kernel/portable-executable.ts';
import { type Certificate, hex, readCertificate } from './certificate.ts';
import {
  childrenOf,
  contextTag,
  type DerElement,
  der,
  objectIdentifier,
  readElements,
  readFirstElement,
} from './der.ts';

const headerBytes = 4096;
const wrapperBytes = 8;
const pkcs7 = 0x0002;
const signedData = '1.2.840.113549.1.7.2';
const indirectData = '1.3.6.1.4.1.311.2.1.4';
/** Real ones have two or three kilobytes. */
const maxBytes = 256 << 10;
/** Longer chains than this nobody signs with. */
const maxChain = 8;

/**
 * Who signed a kernel, and which digest of it, by the Authenticode signature in its certificate
 * table. Only the table is read, a few kilobytes at the file's end; nothing is verified. Sources:
 * Microsoft's PE format specification, "The Attribute Certificate Table"; RFC 2315, section 9;
 * Microsoft's "Windows Authenticode Portable Executable Signature Format", "SpcIndirectDataContent".
 */
export async function readKernelSignature(
  kernel: RandomAccess,
  options: { signal?: AbortSignal } = {},
): Promise<KernelSignature> {
  const start = await kernel.read(0, headerBytes, options);
  const table = findPortableExecutable(start, kernel.size)?.certificates;
  if (table === undefined) return { signed: false };
  const fault = (message: string) => new FormatError('authenticode', table.offset, message);
  if (table.length > maxBytes) throw fault(`a signature of ${table.length} bytes`);
  const bytes = await kernel.read(table.offset, table.length, options);
  if (bytes.length < wrapperBytes) throw fault('ends within its wrapper');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(6, true) !== pkcs7) throw fault('no PKCS#7 signature');
  return { signed: true, ...readSignedData(bytes.subarray(wrapperBytes)) };
}

function readSignedData(bytes: Uint8Array): { signers: readonly KernelSigner[]; digest?: string } {
  const [type, content] = childrenOf(readFirstElement(bytes), der.sequence, 'PKCS#7');
  if (objectIdentifier(type) !== signedData) {
    throw new FormatError('authenticode', 0, 'another content than signed data');
  }
  const [data] = childrenOf(content, contextTag(0), 'the signed data');
  const fields = childrenOf(data, der.sequence, 'the signed data');
  const embedded = fields.find(({ tag }) => tag === contextTag(0));
  const certificates = (embedded === undefined ? [] : readElements(embedded.bytes)).map(
    readCertificate,
  );
  const signers = childrenOf(fields.at(-1), der.set, 'the list of signers');
  const digest = readDigest(fields[2]);
  return {
    signers: signers.flatMap((signer) => signerOf(signer, certificates)),
    ...defined({ digest }),
  };
}

/** The program's digest as it was signed; the kernel that loads the program compares it. */
function readDigest(contentInfo: DerElement | undefined): string | undefined {
  const [type, wrapper] = childrenOf(contentInfo, der.sequence, 'what is signed');
  if (objectIdentifier(type) !== indirectData) return undefined;
  const [content] = childrenOf(wrapper, contextTag(0), 'what is signed');
  const [, digestInfo] = childrenOf(content, der.sequence, 'what is signed');
  const [, digest] = childrenOf(digestInfo, der.sequence, "the program's digest");
  return digest?.tag === der.octetString ? hex(digest.bytes) : undefined;
}

function signerOf(info: DerElement, certificates: readonly Certificate[]): readonly KernelSigner[] {
  const [, id] = childrenOf(info, der.sequence, 'a signer');
  const [issuer, serial] = childrenOf(id, der.sequence, "a signer's certificate");
  if (issuer === undefined || serial === undefined) return [];
  const wanted = { issuer: hex(issuer.bytes), serial: hex(serial.bytes) };
  const own = certificates.find(
    (one) => one.issuer === wanted.issuer && one.serial === wanted.serial,
  );
  if (own === undefined) {
    return [{ name: '', issuer: '', keyIds: [wanted.serial], certificates: [] }];
  }
  return [{ name: own.name, issuer: own.issuerName, ...chainOf(own, certificates) }];
}

/** Trust in any of these keys is trust in the signature: the signer's, its issuer's, and so on. */
function chainOf(
  own: Certificate,
  certificates: readonly Certificate[],
): Pick<KernelSigner, 'keyIds' | 'certificates'> {
  const keyIds = [own.keyId];
  const digests = [...own.digests];
  let last: Certificate | undefined = own;
  while (last?.issuerKeyId !== undefined && keyIds.length < maxChain) {
    const issuer: string = last.issuerKeyId;
    if (keyIds.includes(issuer)) break;
    keyIds.push(issuer);
    last = certificates.find(({ keyId }) => keyId === issuer);
    digests.push(...(last?.digests ?? []));
  }
  return { keyIds, certificates: digests };
}
