import { readFile } from 'node:fs/promises';
import type { KeyList } from '../core/image/kernel-signature.ts';
import type { HostFacts } from '../core/machine/host-facts.ts';
import { FormatError } from '../errors.ts';
import { readKeyDatabase } from '../formats/efi/key-database.ts';
import { parseRevokedDigests, parseTrustedKeys } from '../formats/proc-keys.ts';

/** Mounted by initramfs/init.sh. */
const variables = '/sys/firmware/efi/efivars';
/** Where the kernel shows shim's lists when they are too large for a variable. */
const shimLists = '/sys/firmware/efi/mok-variables';
const attributeBytes = 4;

const vendors = {
  global: '8be4df61-93ca-11d2-aa0d-00e098032b8c',
  security: 'd719b2cb-3d3a-4596-a3bc-dad00e67656f',
  shim: '605dab50-e046-4300-abb6-3dd810dd8b23',
} as const;

/** Whether the firmware checks what it starts. */
export async function readSecureBoot(): Promise<boolean> {
  return (await readVariable('SecureBoot', 'global'))?.[0] === 1;
}

/**
 * Whose kernels this machine loads when it is locked down, and which it never does: from the
 * running kernel's keyrings, the firmware's db and dbx, and shim's MokListRT and MokListXRT.
 */
export async function readKernelKeys(): Promise<
  Pick<HostFacts['kexec'], 'trustedKeys' | 'enrolledKeys' | 'revoked'>
> {
  const keys = await readFile('/proc/keys', 'utf8').catch(() => '');
  const [db, dbx, moks, revokedMoks] = await Promise.all([
    readDatabase(readVariable('db', 'security')),
    readDatabase(readVariable('dbx', 'security')),
    readDatabase(readShimList('MokListRT')),
    readDatabase(readShimList('MokListXRT')),
  ]);
  const known = parseRevokedDigests(keys);
  return {
    ...(keys === '' ? {} : { trustedKeys: parseTrustedKeys(keys) }),
    enrolledKeys: [...db.keyIds, ...moks.keyIds],
    revoked: {
      keyIds: [...dbx.keyIds, ...revokedMoks.keyIds],
      programs: [...known.programs, ...dbx.programs, ...revokedMoks.programs],
      certificates: [...known.certificates, ...dbx.certificates, ...revokedMoks.certificates],
    },
  };
}

/** A database that cannot be read decides nothing here; the kernel judges by its own copy. */
async function readDatabase(content: Promise<Uint8Array | undefined>): Promise<KeyList> {
  try {
    return readKeyDatabase((await content) ?? new Uint8Array());
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { keyIds: [], programs: [], certificates: [] };
  }
}

async function readShimList(name: string): Promise<Uint8Array | undefined> {
  const whole = await readFile(`${shimLists}/${name}`).catch(() => undefined);
  return whole ?? readVariable(name, 'shim');
}

/** efivarfs puts four bytes of attributes in front of the value. */
async function readVariable(
  name: string,
  vendor: keyof typeof vendors,
): Promise<Uint8Array | undefined> {
  const bytes = await readFile(`${variables}/${name}-${vendors[vendor]}`).catch(() => undefined);
  return bytes?.subarray(attributeBytes);
}
