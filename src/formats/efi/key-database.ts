import type { KeyList } from '../../core/image/kernel-signature.ts';
import { FormatError } from '../../errors.ts';
import { hex, readCertificate } from '../authenticode/certificate.ts';
import { readFirstElement } from '../authenticode/der.ts';
import { readSignatureLists } from './signature-lists.ts';

/** What a signature database (db, dbx, MokListRT, MokListXRT) names. Throws FormatError. */
export function readKeyDatabase(bytes: Uint8Array): KeyList {
  const entries = readSignatureLists(bytes);
  const digests = (kind: 'program-digest' | 'certificate-digest') =>
    entries.filter((entry) => entry.kind === kind).map(({ data }) => hex(data));
  return {
    keyIds: entries.filter(({ kind }) => kind === 'certificate').flatMap(keyIdOf),
    programs: digests('program-digest'),
    certificates: digests('certificate-digest'),
  };
}

/** One certificate that cannot be read must not hide the others. */
function keyIdOf({ data }: { readonly data: Uint8Array }): readonly string[] {
  try {
    return [readCertificate(readFirstElement(data)).keyId];
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}
