import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMessage, generateKey, readKey, readPrivateKey, sign } from 'openpgp';
import { buildDirectory } from '../shared/paths.ts';

export interface DemoKey {
  /** Upper-case hexadecimal. */
  readonly fingerprint: string;
  /** Armored. */
  readonly publicKey: string;
  /** An armored detached signature. */
  sign(text: string): Promise<string>;
}

const secretFile = 'demo-key.secret.asc';

/**
 * The throw-away key of this checkout, made on first use. Its secret half lies in the open beside
 * the demo: whatever it signs is worth nothing to anybody but the demo image and the tests.
 */
export async function demoKey(directory = join(buildDirectory, 'demo-key')): Promise<DemoKey> {
  const path = join(directory, secretFile);
  const armored = await readFile(path, 'utf8').catch(() => undefined);
  const secret = armored ?? (await newKey());
  if (armored === undefined) {
    await mkdir(directory, { recursive: true });
    await writeFile(path, secret, { mode: 0o600 });
  }
  const signingKeys = await readPrivateKey({ armoredKey: secret });
  const publicKey = signingKeys.toPublic().armor();
  const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
  return {
    fingerprint,
    publicKey,
    sign: async (text) =>
      sign({
        message: await createMessage({ binary: new TextEncoder().encode(text) }),
        signingKeys,
        detached: true,
        format: 'armored',
      }),
  };
}

async function newKey(): Promise<string> {
  const { privateKey } = await generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name: 'webboot demo (throw-away)', email: 'demo@webboot.invalid' }],
    // Emulated machines' clocks are not always right to the second.
    date: new Date(Date.now() - 24 * 3600 * 1000),
    format: 'armored',
  });
  return privateKey;
}
