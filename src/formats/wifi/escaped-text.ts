/**
 * wpa_supplicant's printf-like form of octets (src/utils/common.c, printf_decode): `\xNN`, `\e`,
 * `\n`, `\r`, `\t`, `\"`, `\\`; everything else stands for itself. Octets are UTF-8 here.
 */
export function unescapeText(text: string): string {
  const octets = [
    ...Buffer.from(text, 'utf8')
      .toString('latin1')
      .matchAll(/\\x([\da-f]{2})|\\(.)|([\s\S])/gi),
  ];
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', e: '\x1b' };
  const latin1 = octets
    .map(([, hex, letter, plain]) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return letter === undefined ? (plain ?? '') : (named[letter] ?? letter);
    })
    .join('');
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

/** A text for wpa_supplicant.conf that nothing in it can end: every octet as `\xNN`. */
export function escapedText(text: string): string {
  const octets = [...Buffer.from(text, 'utf8')].map((octet) => `\\x${hex(octet)}`);
  return `P"${octets.join('')}"`;
}

export function hexText(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
