/** What stands in a key of each type after its name (RFC 4253, 5656, 8709; OpenSSH's PROTOCOL.u2f). */
const layouts: Readonly<Record<string, (fields: readonly Buffer[]) => boolean>> = {
  'ssh-ed25519': ([key, ...more]) => key?.length === 32 && more.length === 0,
  'ssh-rsa': ([exponent, modulus, ...more]) =>
    exponent !== undefined && modulus !== undefined && more.length === 0,
  'ecdsa-sha2-nistp256': curve('nistp256', 65),
  'ecdsa-sha2-nistp384': curve('nistp384', 97),
  'ecdsa-sha2-nistp521': curve('nistp521', 133),
  'sk-ssh-ed25519@openssh.com': ([key, application, ...more]) =>
    key?.length === 32 && isText(application) && more.length === 0,
  'sk-ecdsa-sha2-nistp256@openssh.com': ([name, point, application, ...more]) =>
    curve('nistp256', 65)([name, point].flatMap((field) => field ?? [])) &&
    isText(application) &&
    more.length === 0,
};

/** As NIST SP 800-57 has it for today. */
const leastRsaBits = 2048;
/** dropbear's own limit (MAX_AUTHKEYS_LINE), and OpenSSH's for RSA. */
const mostRsaBits = 16384;

/** Why dropbear would not take this key, a sentence; undefined if it does. `text` is its base64. */
export function publicKeyProblem(type: string, text: string): string | undefined {
  if (type === 'ssh-dss') return 'A DSA key is too weak. Use an Ed25519 key.';
  if (type.includes('-cert-')) return 'Certificates are not supported. Use the key itself.';
  const fits = Object.hasOwn(layouts, type) ? layouts[type] : undefined;
  if (fits === undefined) return `Keys of the type ${type} are not supported.`;
  const damaged = 'The key is damaged or cut off. Copy the whole line.';
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return damaged;
  const [name, ...fields] = fieldsOf(bytes) ?? [];
  if (name?.toString('latin1') !== type || !fits(fields)) return damaged;
  return type === 'ssh-rsa' ? rsaProblem(fields[1]) : undefined;
}

function rsaProblem(modulus: Uint8Array = new Uint8Array()): string | undefined {
  const bits = BigInt(`0x${Buffer.from(modulus).toString('hex') || '0'}`).toString(2).length;
  if (bits < leastRsaBits) return `An RSA key of ${bits} bits is too weak. Use an Ed25519 key.`;
  return bits > mostRsaBits ? `An RSA key of ${bits} bits is too long.` : undefined;
}

/** Each with its length in front, in four bytes (RFC 4251, section 5); undefined if they do not add up. */
function fieldsOf(bytes: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes.length - offset < 4) return undefined;
    const end = offset + 4 + bytes.readUInt32BE(offset);
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(offset + 4, end));
    offset = end;
  }
  return fields;
}

/** An uncompressed point (SEC 1, section 2.3.3). */
function curve(id: string, bytes: number): (fields: readonly Buffer[]) => boolean {
  return ([name, point, ...more]) =>
    name?.toString('latin1') === id &&
    point?.length === bytes &&
    point[0] === 4 &&
    more.length === 0;
}

function isText(field: Buffer | undefined): boolean {
  return field !== undefined && /^[!-~]{1,64}$/.test(field.toString('latin1'));
}
