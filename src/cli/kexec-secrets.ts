import { open } from 'node:fs/promises';
import { hookEntries } from '../boot/graft/archive.ts';
import type { KernelReading } from '../boot/kexec/validate.ts';
import { addKeyProgram } from '../boot/secrets/add-key.ts';
import { type Cmdline, formatCmdline, parameterName, parseCmdline } from '../core/cmdline.ts';
import { graftInit, ownInit, withInit } from '../core/plan/graft-init.ts';
import { WebbootError } from '../errors.ts';
import { writeCpio } from '../formats/cpio/writer.ts';
import type { Machine } from '../ports/machine.ts';
import { usageError } from './define-command.ts';

/** A key of the type "user" holds no more (security/keys/user_defined.c). */
const mostBytes = 32_767;
const mostSecrets = 32;

/** NAME=FILE each; the first `=` counts. Throws `usage`. */
export function parseSecrets(texts: readonly string[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const text of texts) {
    const [, name, path] = /^([A-Za-z0-9][\w.:@+-]{0,63})=(.+)$/s.exec(text) ?? [];
    if (name === undefined || path === undefined) {
      throw usageError(
        'webboot kexec',
        '--secret must be NAME=FILE. NAME may have 64 letters, digits and . : @ + _ -',
      );
    }
    if (paths.has(name)) throw usageError('webboot kexec', `Two secrets are called ${name}.`);
    paths.set(name, path);
  }
  if (paths.size <= mostSecrets) return paths;
  throw usageError('webboot kexec', `There may be at most ${mostSecrets} secrets.`);
}

/** Secrets on their way into the next kernel's keyring. */
export interface SecretArchive {
  /** In front of the initrds; it starts before anything of them does. */
  readonly archive: Uint8Array;
  readonly cmdline: string;
}

/** Throws WebbootError for a file that is no secret's, and for a kernel that could not take it. */
export async function packSecrets(
  paths: ReadonlyMap<string, string>,
  { reading, cmdline }: { readonly reading: KernelReading; readonly cmdline: string },
  machine: Pick<Machine, 'busybox' | 'facts'>,
): Promise<SecretArchive> {
  const line = parseCmdline(cmdline);
  const keeper = initrdKeeper(line);
  if (keeper !== undefined) {
    throw usageError(
      'webboot kexec',
      `${keeper} would leave the secrets in memory, where they can be read.`,
    );
  }
  const addKey = await addKeyProgram(await architectureOf(reading, machine));
  const busybox = await machine.busybox();
  const keys = new Map<string, Uint8Array>();
  try {
    for (const [name, path] of paths) keys.set(name, await readSecret(name, path));
    const entries = hookEntries({
      ...{ busybox, modules: [], blockDevice: '', carriesImage: false },
      ...{ init: ownInit([cmdline]), secrets: { addKey, keys } },
    });
    const archive = writeCpio(entries);
    return { archive, cmdline: formatCmdline(withInit(line, graftInit)) };
  } finally {
    for (const bytes of keys.values()) bytes.fill(0);
  }
}

/**
 * The parameter that makes the kernel keep its initrd; arm64 has a second one, of which only the
 * beginning counts. The kernel takes `-` for `_`. Source: init/initramfs.c and obsolete_checksetup
 * of init/main.c.
 */
function initrdKeeper({ parameters }: Cmdline): string | undefined {
  const names = parameters.map((each) => parameterName(each).replaceAll('-', '_'));
  if (names.includes('retain_initrd')) return 'retain_initrd';
  return names.some((name) => name.startsWith('keepinitrd')) ? 'keepinitrd' : undefined;
}

/** The programs that run first are this machine's; a kernel for another one is refused elsewhere. */
async function architectureOf(
  reading: KernelReading,
  machine: Pick<Machine, 'facts'>,
): Promise<'x86_64' | 'aarch64'> {
  const { arch } = await machine.facts();
  const matches = reading.kind !== 'kernel' || reading.kernel.arch !== 'i386';
  if (arch !== 'i386' && matches) return arch;
  throw new WebbootError('wrong-architecture', 'A 32-bit kernel cannot take secrets.', {
    remedy: 'Choose a 64-bit kernel, or leave --secret out.',
  });
}

/** Also of a pipe, so that a secret need not lie in a file: `--secret NAME=<(pass show it)`. */
async function readSecret(name: string, path: string): Promise<Uint8Array> {
  const buffer = Buffer.alloc(mostBytes + 1);
  let length = 0;
  try {
    const file = await open(path);
    try {
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
        length += bytesRead;
        if (bytesRead === 0 || length === buffer.length) break;
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new WebbootError('file-not-found', `The secret ${name} cannot be read.`, {
      subject: path,
      remedy: 'Check the path after --secret.',
      cause,
    });
  }
  if (length > 0 && length <= mostBytes) return buffer.subarray(0, length);
  buffer.fill(0);
  throw usageError(
    'webboot kexec',
    `The secret ${name} must have 1 to ${mostBytes} bytes, which is what a key holds.`,
  );
}
