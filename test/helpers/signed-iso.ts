import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import * as openpgp from 'openpgp';
import { sha256 } from './recorded-machine.ts';
import { tinyBzimage } from './tiny-bzimage.ts';

export interface SignedIso {
  /** Holds demo.iso, SHA256SUMS and SHA256SUMS.sign. */
  readonly directory: string;
  readonly bytes: number;
  readonly key: { readonly fingerprint: string; readonly armored: Uint8Array };
  /** SHA-256 of the kernel and the initrd in the image. */
  readonly kernel: string;
  readonly initrd: string;
  /** Where the kernel's bytes start in the image. */
  readonly kernelOffset: number;
}

/** An ISO of a few MB, with a signed list of digests beside it as a mirror has it. */
export async function makeSignedIso(directory: string): Promise<SignedIso> {
  const tree = join(directory, 'tree');
  const kernel = Buffer.concat([tinyBzimage(), randomBytes(1_500_001)]);
  const initrd = randomBytes(2_000_003);
  await mkdir(join(tree, 'live'), { recursive: true });
  await writeFile(join(tree, 'live/vmlinuz'), kernel);
  await writeFile(join(tree, 'live/initrd.img'), initrd);
  const iso = join(directory, 'demo.iso');
  await execa('xorriso', ['-as', 'mkisofs', '-R', '-V', 'DEMO', '-o', iso, tree]);
  const bytes = await readFile(iso);
  const key = await makeKey();
  await signDigests(directory, bytes, key.privateKey);
  return {
    directory,
    bytes: bytes.length,
    key: { fingerprint: key.fingerprint, armored: Buffer.from(key.publicKey.armor()) },
    kernel: sha256(kernel),
    initrd: sha256(Buffer.concat([initrd, new Uint8Array((4 - (initrd.length % 4)) % 4)])),
    kernelOffset: bytes.indexOf(kernel.subarray(0, 1024)),
  };
}

export async function makeKey() {
  const { privateKey, publicKey } = await openpgp.generateKey({
    userIDs: [{ name: 'Demo', email: 'demo@example.invalid' }],
    type: 'curve25519',
    format: 'object',
  });
  return { privateKey, publicKey, fingerprint: publicKey.getFingerprint().toUpperCase() };
}

/** Writes SHA256SUMS for demo.iso, signed by the given key. */
export async function signDigests(
  directory: string,
  bytes: Uint8Array,
  signingKeys: openpgp.PrivateKey,
): Promise<void> {
  const text = `${sha256(bytes)}  demo.iso\n`;
  const message = await openpgp.createMessage({ binary: Buffer.from(text) });
  const signature = await openpgp.sign({ message, signingKeys, detached: true });
  await writeFile(join(directory, 'SHA256SUMS'), text);
  await writeFile(join(directory, 'SHA256SUMS.sign'), signature);
}
