import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key, Signature } from '@tufjs/models';
import { WebbootError } from '../../src/errors.ts';

export const roles = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type Role = (typeof roles)[number];

export interface RoleKey {
  readonly key: Key;
  sign(data: Buffer): Signature;
}

/** Makes the four Ed25519 keys of a repository: `<role>.pem`, PKCS #8. Never overwrites one. */
export async function createRoleKeys(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const role of roles) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const file = join(directory, `${role}.pem`);
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' });
    await chmod(file, 0o600);
  }
}

export async function readRoleKeys(directory: string): Promise<Readonly<Record<Role, RoleKey>>> {
  const keys = await Promise.all(
    roles.map(async (role) => [role, await readRoleKey(join(directory, `${role}.pem`))] as const),
  );
  return Object.fromEntries(keys) as Record<Role, RoleKey>;
}

async function readRoleKey(file: string): Promise<RoleKey> {
  const privateKey = await readPrivateKey(file);
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const value = { public: Buffer.from(x, 'base64url').toString('hex') };
  const described = { keytype: 'ed25519', keyval: value, scheme: 'ed25519' };
  // Their order is that of canonical JSON, of which a key's id is the digest (specification 4.2).
  const keyID = createHash('sha256').update(JSON.stringify(described)).digest('hex');
  return {
    key: new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal: value }),
    sign: (data) => new Signature({ keyID, sig: sign(null, data, privateKey).toString('hex') }),
  };
}

async function readPrivateKey(file: string): Promise<KeyObject> {
  try {
    const key = createPrivateKey(await readFile(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
    throw new Error(`it is ${key.asymmetricKeyType}`);
  } catch (cause) {
    throw new WebbootError('file-not-found', `${file} is not an Ed25519 key.`, {
      subject: file,
      remedy: 'Make new keys with npm run catalogue -- keys DIRECTORY.',
      cause,
    });
  }
}
