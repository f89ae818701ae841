import { createHash } from 'node:crypto';
import type { KeyPin } from '../core/image/trust.ts';
import {
  type MinisignPublicKey,
  type MinisignSignature,
  parseMinisignSignature,
  parsePublicKey,
  readSignify,
} from '../formats/minisign/minisign.ts';
import { type Clock, checkSigningTime } from './clock.ts';
import { verifiesEd25519 } from './ed25519.ts';
import type { Keyring } from './keyring.ts';
import { refusal } from './refusal.ts';
import { requireSize } from './signature-size.ts';
import type { Verified } from './verified.ts';

interface Keys {
  readonly keys: readonly KeyPin[];
  readonly keyring: Keyring;
}

interface Inputs extends Keys {
  readonly signature: Uint8Array;
  readonly clock: Clock;
}

/** A minisign signature over bytes in memory, prehashed or not. */
export async function verifyMinisign(inputs: Inputs & { data: Uint8Array }): Promise<Verified> {
  const signature = readMinisign(inputs.signature);
  const message = signature.prehashed
    ? createHash('blake2b512').update(inputs.data).digest()
    : inputs.data;
  return judge(signature, message, inputs);
}

/** Throws unless the image can be judged by its BLAKE2b-512: older signatures need all of it. */
export async function planMinisignImage(inputs: Inputs): Promise<void> {
  const signature = readMinisign(inputs.signature);
  if (!signature.prehashed) {
    throw refusal(
      'signature-malformed',
      'This minisign signature is of the old kind, which needs the whole image in memory.',
    );
  }
  await pinnedKey(signature, inputs);
}

/** A prehashed minisign signature over an image, by the image's BLAKE2b-512. */
export async function verifyMinisignImage(
  inputs: Inputs & { readonly digest: Uint8Array },
): Promise<Verified> {
  await planMinisignImage(inputs);
  return judge(readMinisign(inputs.signature), inputs.digest, inputs);
}

/** A signify signature; the message is `data`, or what is embedded where there is no `data`. */
export async function verifySignify(
  inputs: Keys & { readonly signature: Uint8Array; readonly data?: Uint8Array },
): Promise<Verified & { readonly message: Uint8Array }> {
  // An embedded one holds the list itself.
  if (inputs.data !== undefined) requireSize(inputs.signature);
  const signature = parsed(() => readSignify(inputs.signature));
  if (inputs.data && signature.message.length > 0) {
    throw refusal('signature-malformed', 'Text follows the detached signature.');
  }
  const message = inputs.data ?? signature.message;
  const key = await pinnedKey(signature, inputs);
  if (!verifiesEd25519(key.ed25519, message, signature.signature)) throw wrong(key);
  return { by: `signify key ${key.id}`, fingerprint: key.id, message };
}

async function judge(
  signature: MinisignSignature,
  message: Uint8Array,
  { clock, ...keys }: Inputs,
): Promise<Verified> {
  const key = await pinnedKey(signature, keys);
  const { trusted } = signature;
  const signedWithComment = Buffer.concat([
    signature.signature,
    Buffer.from(trusted?.comment ?? '', 'utf8'),
  ]);
  if (
    !trusted ||
    !verifiesEd25519(key.ed25519, message, signature.signature) ||
    !verifiesEd25519(key.ed25519, signedWithComment, trusted.signature)
  ) {
    throw wrong(key);
  }
  const verified = { by: `minisign key ${key.id}`, fingerprint: key.id };
  const seconds = /(?:^|\t)timestamp:(\d{1,11})(?:\t|$)/.exec(trusted.comment)?.[1];
  if (!seconds) return verified;
  const created = new Date(Number(seconds) * 1000);
  checkSigningTime({ created, expires: undefined }, clock);
  return { ...verified, signedAt: created.toISOString() };
}

/** The key is pinned whole: the file in the keyring must say the same line as the catalogue. */
async function pinnedKey(
  { keyId }: MinisignSignature,
  { keys, keyring }: Keys,
): Promise<MinisignPublicKey> {
  for (const pin of keys) {
    const bytes = await keyring.find(pin.key);
    if (!bytes) continue;
    const key = parseKey(bytes);
    if (key.line === pin.fingerprint && key.id === keyId) return key;
  }
  throw refusal('key-unknown', `Signed by key ${keyId}, which is not pinned.`, { subject: keyId });
}

function parseKey(bytes: Uint8Array): MinisignPublicKey {
  try {
    return parsePublicKey(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw refusal('key-unknown', 'The key file cannot be read.', { cause });
  }
}

function readMinisign(bytes: Uint8Array): MinisignSignature {
  requireSize(bytes);
  return parsed(() => parseMinisignSignature(Buffer.from(bytes).toString('utf8')));
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw refusal('signature-malformed', `The signature cannot be read: ${detail}.`, { cause });
  }
}

function wrong(key: MinisignPublicKey): Error {
  return refusal(
    'signature-wrong',
    'The signature does not fit: what was signed has been changed, or is something else.',
    { subject: key.id },
  );
}
