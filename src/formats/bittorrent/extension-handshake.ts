import { defined } from '../../core/defined.ts';
import { printable } from '../../core/printable.ts';
import { decodeBencodeAtStart, encodeBencode, entryOf } from './bencode.ts';
import { claimsExtension } from './claims.ts';

/** What a machine says of itself in the extension protocol (BEP 10). */
export interface ExtensionHandshake {
  /** Its program: foreign, but printable, and short. */
  readonly client: string;
  /** Where it can be connected to. */
  readonly port?: number;
  /** Requests that it keeps waiting at a time. */
  readonly queue?: number;
  /** It takes claims, by messages with this number. */
  readonly claimsId?: number;
}

export function encodeExtensionHandshake({
  client,
  port,
  queue,
  claimsId,
}: ExtensionHandshake): Uint8Array {
  return encodeBencode({
    m: defined({ [claimsExtension.name]: claimsId }),
    v: client,
    ...(port !== undefined && { p: port }),
    ...(queue !== undefined && { reqq: queue }),
  });
}

/** Throws FormatError. What is not as it should be in it counts as absent. */
export function decodeExtensionHandshake(payload: Uint8Array): ExtensionHandshake {
  const { value } = decodeBencodeAtStart(payload);
  const client = entryOf(value, 'v');
  const port = within(entryOf(value, 'p'), 65_535);
  const queue = within(entryOf(value, 'reqq'), 100_000);
  const claimsId = within(entryOf(entryOf(value, 'm'), claimsExtension.name), 255);
  const name = client instanceof Uint8Array ? Buffer.from(client.subarray(0, 64)).toString() : '';
  return {
    client: printable(name),
    ...(port !== undefined && { port }),
    ...(queue !== undefined && { queue }),
    ...(claimsId !== undefined && { claimsId }),
  };
}

function within(value: unknown, most: number): number | undefined {
  return typeof value === 'number' && value > 0 && value <= most ? value : undefined;
}
