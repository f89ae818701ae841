import { FormatError } from '../../errors.ts';
import { readGuid } from '../gpt/guid.ts';

/** One entry of a signature database of the firmware: db, dbx, MokListRT and their like. */
export interface SignatureEntry {
  /** `unknown`: of a type that decides about no program, or not yet in the specification. */
  readonly kind: 'certificate' | 'program-digest' | 'certificate-digest' | 'unknown';
  /** GUID of whoever put it there. */
  readonly owner: string;
  /** DER, or the digest. */
  readonly data: Uint8Array;
}

const ownerBytes = 16;
const headerBytes = 28;

/** Types by their GUIDs, and how many bytes an entry's data has; 0 where that varies. */
const types: Readonly<Record<string, { kind: SignatureEntry['kind']; bytes: number }>> = {
  'a5c059a1-94e4-4aa7-87b5-ab155c2bf072': { kind: 'certificate', bytes: 0 },
  'c1c41626-504c-4092-aca9-41f936934328': { kind: 'program-digest', bytes: 32 },
  'ff3e5307-9fd0-48c9-85f1-8ad56c701e01': { kind: 'program-digest', bytes: 48 },
  '093e0fae-a6c4-4f50-9f1b-d41e2b89c19a': { kind: 'program-digest', bytes: 64 },
  // A digest of what the issuer signed (tbsCertificate), and a time of revocation.
  '3bd2a492-96c0-4079-b420-fcf98ef103ed': { kind: 'certificate-digest', bytes: 32 },
  '7076876e-80c2-4ee6-aad2-28b349a6865b': { kind: 'certificate-digest', bytes: 48 },
  '446dbf63-2502-4cda-bcfa-2465d2b0fe9d': { kind: 'certificate-digest', bytes: 64 },
};
const timeBytes = 16;

/**
 * Reads EFI_SIGNATURE_LISTs that lie one behind another. Source: UEFI specification 2.10, section
 * 32.4.1. Throws FormatError 'efi-signature-list' for sizes that contradict one another.
 */
export function readSignatureLists(bytes: Uint8Array): readonly SignatureEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: SignatureEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const fault = (message: string) => new FormatError('efi-signature-list', at, message);
    if (bytes.length - at < headerBytes) throw fault('ends within a header');
    const type = types[readGuid(bytes.subarray(at, at + 16))];
    const listBytes = view.getUint32(at + 16, true);
    const start = headerBytes + view.getUint32(at + 20, true);
    const entryBytes = view.getUint32(at + 24, true);
    if (listBytes < start || listBytes > bytes.length - at) throw fault('a list of a wrong size');
    if (entryBytes <= ownerBytes || (listBytes - start) % entryBytes !== 0) {
      throw fault(`entries of ${entryBytes} bytes`);
    }
    const dataBytes = entryBytes - ownerBytes;
    if (type !== undefined && type.bytes > 0 && dataBytes !== expectedBytes(type)) {
      throw fault(`data of ${dataBytes} bytes`);
    }
    for (let entry = at + start; entry < at + listBytes; entry += entryBytes) {
      const data = bytes.subarray(entry + ownerBytes, entry + entryBytes);
      entries.push({
        kind: type?.kind ?? 'unknown',
        owner: readGuid(bytes.subarray(entry, entry + ownerBytes)),
        data: type === undefined || type.bytes === 0 ? data : data.subarray(0, type.bytes),
      });
    }
    at += listBytes;
  }
  return entries;
}

function expectedBytes({ kind, bytes }: { kind: SignatureEntry['kind']; bytes: number }): number {
  return kind === 'certificate-digest' ? bytes + timeBytes : bytes;
}
