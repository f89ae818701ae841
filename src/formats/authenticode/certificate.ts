import { createHash } from 'node:crypto';
import { FormatError } from '../../errors.ts';
import {
  childrenOf,
  contextTag,
  type DerElement,
  der,
  objectIdentifier,
  readElements,
  readFirstElement,
} from './der.ts';

/** What tells one X.509 certificate from another; hexadecimal, lower case. */
export interface Certificate {
  /** The subject's common name; '' where it has none. */
  readonly name: string;
  readonly issuerName: string;
  /** The issuer's name as it is encoded. */
  readonly issuer: string;
  readonly serial: string;
  /** Names this certificate's key: its identifier, else its serial number, as Linux does. */
  readonly keyId: string;
  /** Names the key that signed it, where it says so. */
  readonly issuerKeyId?: string;
  /** Of what its issuer signed (tbsCertificate), by each algorithm that revocation lists know. */
  readonly digests: readonly string[];
}

const digestAlgorithms = ['sha256', 'sha384', 'sha512'] as const;

const commonName = '2.5.4.3';
const subjectKeyIdentifier = '2.5.29.14';
const authorityKeyIdentifier = '2.5.29.35';

/**
 * Reads a certificate from its DER element's content. Source: RFC 5280, section 4.1. Nothing is
 * verified: that is the kernel's part when the certificate's key is used.
 */
export function readCertificate(element: DerElement): Certificate {
  const [tbs] = childrenOf(element, der.sequence, 'a certificate');
  const fields = childrenOf(tbs, der.sequence, "a certificate's content");
  const rest = fields[0]?.tag === contextTag(0) ? fields.slice(1) : fields;
  const [serialNumber, , issuer, , subject] = rest;
  if (serialNumber?.tag !== der.integer || issuer === undefined || subject === undefined) {
    throw new FormatError('der', 0, 'a certificate without serial number, issuer or subject');
  }
  const serial = hex(serialNumber.bytes);
  const extensions = readExtensions(rest.find(({ tag }) => tag === contextTag(3)));
  const own = extensions.get(subjectKeyIdentifier);
  const issuerKey = extensions.get(authorityKeyIdentifier);
  const issuerKeyId =
    issuerKey && readElements(readFirstElement(issuerKey).bytes).find(({ tag }) => tag === 0x80);
  return {
    name: nameOf(subject),
    issuerName: nameOf(issuer),
    issuer: hex(issuer.bytes),
    serial,
    keyId: own === undefined ? serial : hex(readFirstElement(own).bytes),
    digests: tbs === undefined ? [] : digestAlgorithms.map((name) => digest(name, tbs.encoded)),
    ...(issuerKeyId === undefined ? {} : { issuerKeyId: hex(issuerKeyId.bytes) }),
  };
}

/** The values by object identifier. */
function readExtensions(element: DerElement | undefined): ReadonlyMap<string, Uint8Array> {
  const values = new Map<string, Uint8Array>();
  if (element === undefined) return values;
  for (const extension of childrenOf(readElements(element.bytes)[0], der.sequence, 'extensions')) {
    const parts = childrenOf(extension, der.sequence, 'an extension');
    const id = objectIdentifier(parts[0]);
    const value = parts.find(({ tag }) => tag === der.octetString);
    if (id !== undefined && value !== undefined) values.set(id, value.bytes);
  }
  return values;
}

function nameOf(name: DerElement): string {
  for (const set of childrenOf(name, der.sequence, 'a name')) {
    for (const attribute of childrenOf(set, der.set, "a name's part")) {
      const [id, value] = childrenOf(attribute, der.sequence, "a name's attribute");
      if (objectIdentifier(id) === commonName && value !== undefined) {
        return new TextDecoder().decode(value.bytes);
      }
    }
  }
  return '';
}

function digest(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
