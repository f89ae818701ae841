import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** A key and its certificate, made by openssl; `issuer` signs it, or it signs itself. */
export async function createSigner(
  folder: string,
  { name, issuer }: { name: string; issuer?: string },
): Promise<{ readonly keyId: string }> {
  const file = (end: string) => join(folder, `${name}.${end}`);
  const signedBy =
    issuer === undefined
      ? []
      : ['-CA', join(folder, `${issuer}.pem`), '-CAkey', join(folder, `${issuer}.key`)];
  await execa('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
    ...['-keyout', file('key'), '-out', file('pem'), ...signedBy],
  ]);
  const args = ['x509', '-in', file('pem'), '-noout', '-ext', 'subjectKeyIdentifier'];
  const { stdout } = await execa('openssl', args);
  const id = /(?:[0-9A-F]{2}:){19}[0-9A-F]{2}/.exec(stdout)?.[0] ?? '';
  return { keyId: id.replaceAll(':', '').toLowerCase() };
}

/**
 * The headers of an EFI program, and openssl's PKCS#7 in its certificate table. The signature is
 * over other bytes than Authenticode's; who signed is told in the same way.
 */
export async function signedProgram(
  folder: string,
  { signer, chain }: { signer: string; chain?: string },
): Promise<Uint8Array> {
  const data = join(folder, 'data');
  await writeFile(data, 'what is signed');
  const signature = join(folder, 'signature.der');
  await execa('openssl', [
    ...['smime', '-sign', '-binary', '-outform', 'DER', '-in', data, '-out', signature],
    ...['-signer', join(folder, `${signer}.pem`), '-inkey', join(folder, `${signer}.key`)],
    ...(chain === undefined ? [] : ['-certfile', join(folder, `${chain}.pem`)]),
  ]);
  return programWithTable(await readFile(signature));
}

/** An EFI program of 4 KiB, and behind it one entry of a certificate table. */
export function programWithTable(signature: Uint8Array): Uint8Array {
  const length = Math.ceil((8 + signature.length) / 8) * 8;
  const bytes = new Uint8Array(4096 + length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4d5a);
  view.setUint32(0x3c, 64, true);
  view.setUint32(64, 0x50450000);
  view.setUint16(68, 0x8664, true);
  view.setUint16(88, 0x20b, true);
  view.setUint32(196, 16, true);
  view.setUint32(232, 4096, true);
  view.setUint32(236, length, true);
  view.setUint32(4096, 8 + signature.length, true);
  view.setUint16(4100, 0x0200, true);
  view.setUint16(4102, 2, true);
  bytes.set(signature, 4104);
  return bytes;
}
