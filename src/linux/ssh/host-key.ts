import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { line } from '../../core/printable.ts';
import { exists } from '../exists.ts';
import { readRegularFile } from '../regular-file.ts';
import { run } from '../run.ts';
import { stickMountPoint } from '../stick.ts';

/** The stick's key wins over one that was put into the image. */
const givenKeys = [`${stickMountPoint}/ssh_host_key`, '/etc/webboot/ssh_host_key'];
/** An RSA key of 16384 bits in OpenSSH's format has 13 KB. */
const mostBytes = 32 * 1024;

export interface HostKeyPlaces {
  /** Where the key that is in use lies. */
  readonly folder: string;
  readonly given?: readonly string[];
  /** What is wrong with a key that was given, a sentence. */
  readonly onProblem: (text: string) => void;
  /** Runs dropbear's tools. */
  readonly runTool?: typeof run;
}

/** The path of the key in use. */
export function hostKeyIn(folder: string): string {
  return join(folder, 'host_key');
}

/**
 * Puts the machine's key for SSH in place: the one that a person has given, or else a new one for
 * this start. Resolves to its fingerprint, as ssh(1) shows it.
 */
export async function takeHostKey({
  folder,
  given = givenKeys,
  onProblem,
  runTool = run,
}: HostKeyPlaces): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = hostKeyIn(folder);
  const tools = keyTools(runTool);
  const taken = await takeGiven(given, { folder, onProblem, tools });
  if (!taken && !(await exists(path))) await tools.make(path);
  return fingerprintOf(await tools.show(path));
}

/** SHA-256 over the public key, which stands on a line as in `authorized_keys` (RFC 4253, section 6.6). */
export function fingerprintOf(output: string): string {
  const [, key] = /^(?:ssh|ecdsa)-[\w-]+ ([A-Za-z0-9+/]+=*)(?: |$)/m.exec(output) ?? [];
  if (key === undefined) throw new Error('dropbearkey printed no public key');
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
  return `SHA256:${digest.replaceAll('=', '')}`;
}

/** What cannot be read is told, and a new key serves. */
async function takeGiven(
  paths: readonly string[],
  { tools, ...places }: Pick<HostKeyPlaces, 'folder' | 'onProblem'> & { readonly tools: KeyTools },
): Promise<boolean> {
  for (const path of paths) {
    try {
      const bytes = await readRegularFile(path, { mostBytes });
      if (bytes === undefined) continue;
      await install(bytes, places.folder, tools);
      return true;
    } catch (error) {
      const reason = (error as Error).message.replace(/\.$/, '');
      places.onProblem(
        line`${path} is ignored, and a new key is used: ${reason}. Make one with: ssh-keygen -t ed25519 -N "" -f ssh_host_key`,
      );
      return false;
    }
  }
  return false;
}

async function install(bytes: Uint8Array, folder: string, tools: KeyTools): Promise<void> {
  const source = join(folder, 'given');
  const made = join(folder, 'converted');
  try {
    await writeFile(source, bytes, { mode: 0o600 });
    // OpenSSH's own format and PEM; dropbear's has no such line.
    if (Buffer.from(bytes.subarray(0, 10)).toString('latin1') === '-----BEGIN') {
      await tools.convert(source, made);
    } else {
      await rename(source, made);
    }
    await tools.show(made);
    await rename(made, hostKeyIn(folder));
  } finally {
    await rm(source, { force: true });
    await rm(made, { force: true });
  }
}

interface KeyTools {
  make(path: string): Promise<string>;
  /** From OpenSSH's format to dropbear's. */
  convert(from: string, to: string): Promise<string>;
  /** What stands in the output: the public key. */
  show(path: string): Promise<string>;
}

/** dropbearkey(1) and dropbearconvert(1). */
function keyTools(runTool: typeof run): KeyTools {
  const succeed = async (command: string, args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await runTool(command, args);
    if (exitCode === 0) return stdout;
    throw new Error(stderr.trim().split('\n').at(-1) || `${command} ended with status ${exitCode}`);
  };
  return {
    make: (path) => succeed('dropbearkey', ['-t', 'ed25519', '-f', path]),
    convert: (from, to) => succeed('dropbearconvert', ['openssh', 'dropbear', from, to]),
    show: (path) => succeed('dropbearkey', ['-y', '-f', path]),
  };
}
