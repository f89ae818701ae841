import type { KernelSigner } from '../../core/kernel-trust.ts';
import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports.ts';
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
/** Real ones have two or three kilobytes. */
const maxBytes = 256 << 10;
/** Longer chains than this nobody signs with. */
const maxChain = 8;

/**
 * Who signed a kernel, by the Authenticode signature in its certificate table; empty for one
 * without. Only the table is read, a few kilobytes at the file's end; nothing is verified. Sources:
 * Microsoft's PE format specification, "The Attribute Certificate Table"; RFC 2315, section 9.
 */
export async function readKernelSigners(
  kernel: RandomAccess,
  options: { signal?: AbortSignal } = {},
): Promise<readonly KernelSigner[]> {
  const start = await kernel.read(0, headerBytes, options);
  const table = findPortableExecutable(start, kernel.size)?.certificates;
  if (table === undefined) return [];
  const fault = (message: string) => new FormatError('authenticode', table.offset, message);
  if (table.length > maxBytes) throw fault(`a signature of ${table.length} bytes`);
  const bytes = await kernel.read(table.offset, table.length, options);
  if (bytes.length < wrapperBytes) throw fault('ends within its wrapper');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(6, true) !== pkcs7) throw fault('no PKCS#7 signature');
  return readSignedData(bytes.subarray(wrapperBytes));
}

function readSignedData(bytes: Uint8Array): readonly KernelSigner[] {
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
  return signers.flatMap((signer) => signerOf(signer, certificates));
}

function signerOf(info: DerElement, certificates: readonly Certificate[]): readonly KernelSigner[] {
  const [, id] = childrenOf(info, der.sequence, 'a signer');
  const [issuer, serial] = childrenOf(id, der.sequence, "a signer's certificate");
  if (issuer === undefined || serial === undefined) return [];
  const wanted = { issuer: hex(issuer.bytes), serial: hex(serial.bytes) };
  const own = certificates.find(
    (one) => one.issuer === wanted.issuer && one.serial === wanted.serial,
  );
  if (own === undefined) return [{ name: '', issuer: '', keyIds: [wanted.serial] }];
  return [{ name: own.name, issuer: own.issuerName, keyIds: chainOf(own, certificates) }];
}

/** Trust in any of these keys is trust in the signature: the signer's, its issuer's, and so on. */
function chainOf(own: Certificate, certificates: readonly Certificate[]): readonly string[] {
  const ids = [own.keyId];
  let last: Certificate | undefined = own;
  while (last?.issuerKeyId !== undefined && ids.length < maxChain) {
    const issuer: string = last.issuerKeyId;
    if (ids.includes(issuer)) break;
    ids.push(issuer);
    last = certificates.find(({ keyId }) => keyId === issuer);
  }
  return ids;
}
