import { FormatError } from '../../errors.ts';

/** One element of DER. */
export interface DerElement {
  readonly tag: number;
  /** Its content. */
  readonly bytes: Uint8Array;
  /** The content with tag and length in front. */
  readonly encoded: Uint8Array;
}

export const der = {
  integer: 0x02,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of `[number]`, constructed. */
export function contextTag(number: number): number {
  return 0xa0 | number;
}

/**
 * The elements that lie one after another in `bytes`. Source: X.690; lengths of up to four bytes,
 * tags below 31, which is all that X.509 and PKCS#7 use. Throws FormatError 'der'.
 */
export function readElements(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { element, end } = readElementAt(bytes, at);
    elements.push(element);
    at = end;
  }
  return elements;
}

/** The first element, whatever follows it: signatures are padded. */
export function readFirstElement(bytes: Uint8Array): DerElement {
  return readElementAt(bytes, 0).element;
}

/** The elements within an element of this tag. */
export function childrenOf(
  element: DerElement | undefined,
  tag: number,
  what: string,
): readonly DerElement[] {
  if (element?.tag !== tag) throw new FormatError('der', 0, `${what} is missing`);
  return readElements(element.bytes);
}

/** "2.5.29.14" */
export function objectIdentifier(element: DerElement | undefined): string | undefined {
  if (element?.tag !== der.objectIdentifier) return undefined;
  const [first = 0, ...rest] = element.bytes;
  const arcs = [Math.min(Math.floor(first / 40), 2)];
  arcs.push(first - 40 * (arcs[0] ?? 0));
  let arc = 0;
  for (const byte of rest) {
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

function readElementAt(bytes: Uint8Array, at: number): { element: DerElement; end: number } {
  const fault = (message: string) => new FormatError('der', at, message);
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw fault('ends within an element');
  if ((tag & 0x1f) === 0x1f) throw fault('a tag of several bytes');
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw fault('a length of no or of too many bytes');
    length = 0;
    for (let index = 0; index < count; index += 1) {
      length = length * 256 + (bytes[start + index] ?? 0);
    }
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) throw fault('an element longer than what holds it');
  const element = { tag, bytes: bytes.subarray(start, end), encoded: bytes.subarray(at, end) };
  return { element, end };
}
