import { FormatError } from '../../errors.ts';

/** A public key of minisign or signify: both write `Ed`, eight bytes of key ID, an Ed25519 key. */
export interface MinisignPublicKey {
  /** As minisign prints it: upper-case hexadecimal, most significant byte first. */
  readonly id: string;
  readonly ed25519: Uint8Array;
  /** The base64 line that was read; what a catalogue pins. */
  readonly line: string;
}

/** A detached signature of minisign; `trusted` is absent in signify's. */
export interface MinisignSignature {
  readonly keyId: string;
  /** Whether BLAKE2b-512 of the message was signed in the message's stead. */
  readonly prehashed: boolean;
  readonly signature: Uint8Array;
  readonly trusted?: { readonly comment: string; readonly signature: Uint8Array };
}

/** A `.pub` file of two lines, or the base64 line alone. */
export function parsePublicKey(text: string): MinisignPublicKey {
  const line = textLines(text).find((candidate) => !candidate.startsWith('untrusted comment:'));
  const bytes = decode(line, 42, 'public key');
  if (tag(bytes) !== 'Ed') throw new FormatError('minisign', 0, 'not an Ed25519 public key');
  return { id: keyId(bytes), ed25519: bytes.subarray(10), line: line ?? '' };
}

/** A `.minisig` file: four lines, and nothing after them. */
export function parseMinisignSignature(text: string): MinisignSignature {
  const lines = textLines(text);
  const [untrusted, first, comment, global] = lines;
  if (lines.length !== 4 || !untrusted?.startsWith('untrusted comment:')) {
    throw new FormatError('minisign', 0, 'a signature has four lines');
  }
  if (!comment?.startsWith('trusted comment: ')) {
    throw new FormatError('minisign', 0, 'no trusted comment');
  }
  return {
    ...parseSignatureLine(first),
    trusted: {
      comment: comment.slice('trusted comment: '.length),
      signature: decode(global, 64, 'global signature'),
    },
  };
}

/**
 * A signature file of OpenBSD's signify: two lines, and in an embedded one (`signify -S -e`) the
 * message after them.
 */
export function readSignify(
  bytes: Uint8Array,
): MinisignSignature & { readonly message: Uint8Array } {
  const first = bytes.indexOf(10);
  const second = first < 0 ? -1 : bytes.indexOf(10, first + 1);
  const text = Buffer.from(bytes.subarray(0, Math.max(second, 0))).toString('latin1');
  const [untrusted, line] = text.split('\n');
  if (second < 0 || !untrusted?.startsWith('untrusted comment: ')) {
    throw new FormatError('signify', 0, 'no comment and signature lines');
  }
  const signature = parseSignatureLine(line);
  if (signature.prehashed) throw new FormatError('signify', 0, 'not a signature of signify');
  return { ...signature, message: bytes.subarray(second + 1) };
}

function parseSignatureLine(line: string | undefined): MinisignSignature {
  const bytes = decode(line, 74, 'signature');
  const kind = tag(bytes);
  if (kind !== 'Ed' && kind !== 'ED') throw new FormatError('minisign', 0, 'unknown algorithm');
  return { keyId: keyId(bytes), prehashed: kind === 'ED', signature: bytes.subarray(10) };
}

function textLines(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function decode(base64: string | undefined, length: number, what: string): Uint8Array {
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (bytes.length !== length || bytes.toString('base64') !== base64) {
    throw new FormatError('minisign', 0, `broken ${what}`);
  }
  return new Uint8Array(bytes);
}

function tag(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 2));
}

/** Little-endian in the file, printed as a number. */
function keyId(bytes: Uint8Array): string {
  return Buffer.from(bytes.slice(2, 10).reverse()).toString('hex').toUpperCase();
}
