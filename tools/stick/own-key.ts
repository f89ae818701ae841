import { copyFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import { fileDigest } from '../bundle/inputs.ts';
import { cachedDirectory } from '../image/unpacked.ts';
import { buildDirectory } from '../shared/paths.ts';
import { say } from '../shared/say.ts';
import { runTool } from '../shared/tool.ts';

/** A person's own key for Secure Boot; both files are PEM. */
export interface OwnKey {
  readonly key: string;
  readonly certificate: string;
}

const madeDirectory = join(buildDirectory, 'secure-boot');
const validDays = 3650;
const openssl = {
  package: 'openssl',
  remedy: 'Both files must be PEM, and the key must have no passphrase.',
};

/** The key that was given, else this checkout's own, made on first use. Throws WebbootError. */
export async function ownKey(given: OwnKey | undefined): Promise<OwnKey> {
  if (given === undefined) return ensureKey(madeDirectory);
  for (const path of [given.key, given.certificate]) await requireFile(path);
  const [ofKey, ofCertificate] = await Promise.all([
    runTool('openssl', ['pkey', '-in', given.key, '-pubout'], openssl),
    runTool('openssl', ['x509', '-in', given.certificate, '-noout', '-pubkey'], openssl),
  ]);
  if (ofKey.trim() === ofCertificate.trim()) return given;
  throw new WebbootError('usage', 'The key does not belong to the certificate.', {
    subject: given.key,
    remedy: 'Give the key and the certificate of one pair.',
  });
}

async function ensureKey(directory: string): Promise<OwnKey> {
  const pair = { key: join(directory, 'own.key'), certificate: join(directory, 'own.pem') };
  if (await isFile(pair.certificate)) return pair;
  await mkdir(directory, { recursive: true });
  const part = `${pair.certificate}.part`;
  await runTool(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(validDays)],
      ...['-subj', '/CN=webboot, signed on this machine', '-keyout', pair.key, '-out', part],
      ...['-addext', 'extendedKeyUsage=codeSigning'],
    ],
    openssl,
  );
  await rename(part, pair.certificate);
  say(`a key for Secure Boot was made: ${pair.key} (keep it to yourself)`);
  return pair;
}

/**
 * A signed copy of an EFI program. Signatures that it has stay, unless `alone`: Linux loads no
 * kernel that has two. A signature tells its time, so it is kept: the next stick has the same one.
 */
export async function signProgram(
  program: string,
  { key, certificate }: OwnKey,
  { alone = false, cache }: { alone?: boolean; cache?: string } = {},
): Promise<string> {
  const digests = await Promise.all([program, certificate].map(fileDigest));
  const name = `signed-${digests.map((digest) => digest.slice(0, 24)).join('-')}`;
  const sign = async (work: string) => {
    const [input, output] = [join(work, 'program.efi'), join(work, 'signed.efi')];
    await copyFile(program, input);
    const sbsigntool = { package: 'sbsigntool' };
    if (alone) await removeSignatures(input);
    const pair = ['--key', key, '--cert', certificate];
    await runTool('sbsign', [...pair, '--output', output, input], sbsigntool);
    await runTool('sbverify', ['--cert', certificate, output], sbsigntool);
  };
  const directory = await cachedDirectory(alone ? `${name}-alone` : name, sign, cache);
  return join(directory, 'signed.efi');
}

async function removeSignatures(program: string): Promise<void> {
  const listed = await runTool('sbverify', ['--list', program], { package: 'sbsigntool' });
  const count = listed.split('\n').filter((line) => /^signature \d+$/.test(line)).length;
  for (let left = count; left > 0; left -= 1) {
    await runTool('sbattach', ['--remove', program], { package: 'sbsigntool' });
  }
}

/** As firmware and MokManager enroll it. */
export async function writeDer({ certificate }: OwnKey, file: string): Promise<void> {
  await runTool('openssl', ['x509', '-in', certificate, '-outform', 'DER', '-out', file], openssl);
}

async function requireFile(path: string): Promise<void> {
  if (await isFile(path)) return;
  throw new WebbootError('file-not-found', `${path} does not exist or is not a file.`, {
    subject: path,
    remedy: 'Check the paths after --secure-boot-key and --secure-boot-certificate.',
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}
