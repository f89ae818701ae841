import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildDirectory } from '../../tools/shared/paths.ts';
import { openPtyScreen, type PtyScreen } from './pty-screen.ts';

const run = promisify(execFile);

export interface SshResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** OpenSSH's client, with nothing of the person's own settings. */
export interface SshClient extends AsyncDisposable {
  /** A login with a terminal. */
  login(size: { readonly columns: number; readonly rows: number }): PtyScreen;
  run(command: string, options?: readonly string[]): Promise<SshResult>;
  /** Of the machine's key, as it was met first: "SHA256:...". */
  hostKey(): Promise<string>;
}

/** The key pair of this checkout, made on first use: an image is built anew for another. */
export async function sshKeyPair(
  directory = join(buildDirectory, 'test-ssh'),
): Promise<{ readonly secret: string; readonly file: string }> {
  const secret = join(directory, 'id_ed25519');
  const file = `${secret}.pub`;
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    await mkdir(directory, { recursive: true });
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', secret]);
  }
  return { secret, file };
}

const limitMs = 300_000;

export async function openSshClient(secret: string, port: number): Promise<SshClient> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-ssh-'));
  const known = join(folder, 'known_hosts');
  const settings = {
    UserKnownHostsFile: known,
    StrictHostKeyChecking: 'accept-new',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    BatchMode: 'yes',
    ConnectTimeout: '120',
    ServerAliveInterval: '30',
  };
  const options = [
    ...['-F', '/dev/null', '-i', secret, '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  ];
  const target = 'root@127.0.0.1';
  return {
    login: (size) => openPtyScreen('ssh', [...options, target], size),
    // The first value of an option counts: those that are given here come first.
    run: (command, more = []) =>
      run('ssh', [...more, ...options, target, command], { timeout: limitMs }).then(
        ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
        ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
      ),
    async hostKey() {
      const { stdout } = await run('ssh-keygen', ['-l', '-f', known]);
      return /SHA256:\S+/.exec(stdout)?.[0] ?? stdout;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
