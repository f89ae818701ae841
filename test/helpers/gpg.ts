import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A GnuPG home of its own, and the few things that tests ask of gpg. */
export interface Gpg extends Disposable {
  readonly directory: string;
  /** Makes a key and returns its fingerprint. `at` is gpg's faked time, as 20240131T120000. */
  createKey(name: string, options?: KeyOptions): string;
  addSigningSubkey(fingerprint: string, options?: KeyOptions): string;
  run(arguments_: readonly string[], options?: RunOptions): Uint8Array;
  exportKey(fingerprint: string): Uint8Array;
  detached(data: Uint8Array, options: SignOptions): Uint8Array;
  clearsigned(data: Uint8Array, options: SignOptions): Uint8Array;
}

interface KeyOptions {
  readonly algorithm?: string;
  readonly usage?: string;
  readonly expires?: string;
  readonly at?: string;
}

interface RunOptions {
  readonly input?: Uint8Array | string;
  readonly at?: string | undefined;
}

interface SignOptions {
  /** Fingerprints; a `!` after one names the very subkey. */
  readonly by: readonly string[];
  readonly at?: string;
  readonly armor?: boolean;
  readonly digest?: string;
  readonly extra?: readonly string[];
}

export function createGpg(): Gpg {
  const directory = mkdtempSync(join(tmpdir(), 'gpg-'));
  const run: Gpg['run'] = (arguments_, options = {}) => {
    const time = options.at ? ['--faked-system-time', `${options.at}!`] : [];
    return execFileSync(
      'gpg',
      [
        '--homedir',
        directory,
        '--batch',
        '--yes',
        '--quiet',
        '--no-tty',
        '--passphrase',
        '',
        '--pinentry-mode',
        'loopback',
        '--trust-model',
        'always',
        '--ignore-valid-from',
        ...time,
        ...arguments_,
      ],
      { input: options.input ?? '', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 26 },
    );
  };
  const fingerprints = (): readonly string[] =>
    Buffer.from(run(['--with-colons', '--with-subkey-fingerprints', '--list-keys']))
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('fpr:'))
      .map((line) => line.split(':')[9] ?? '');
  const added = (act: () => void): string => {
    const before = new Set(fingerprints());
    act();
    return fingerprints().find((candidate) => !before.has(candidate)) ?? '';
  };
  const sign = (data: Uint8Array, options: SignOptions, command: string): Uint8Array => {
    const users = options.by.flatMap((user) => ['--local-user', user]);
    const armor = options.armor === false ? [] : ['--armor'];
    const digest = options.digest ? ['--digest-algo', options.digest] : [];
    return run([...users, ...armor, ...digest, ...(options.extra ?? []), command], {
      input: data,
      at: options.at,
    });
  };
  return {
    directory,
    run,
    createKey: (name, { algorithm = 'ed25519', usage = 'sign', expires = '0', at } = {}) =>
      added(() => {
        run(['--quick-generate-key', name, algorithm, usage, expires], { at });
      }),
    addSigningSubkey: (fingerprint, { algorithm = 'ed25519', expires = '0', at } = {}) =>
      added(() => {
        run(['--quick-add-key', fingerprint, algorithm, 'sign', expires], { at });
      }),
    exportKey: (fingerprint) => run(['--armor', '--export', fingerprint]),
    detached: (data, options) => sign(data, options, '--detach-sign'),
    clearsigned: (data, options) => sign(data, options, '--clearsign'),
    [Symbol.dispose]: () => {
      execFileSync('gpgconf', ['--homedir', directory, '--kill', 'all']);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Revokes a key by its own revocation certificate, with the reason that gpg asks for. */
export function revokeKey(
  gpg: Gpg,
  fingerprint: string,
  options: { reason: number; at: string },
): void {
  const path = join(gpg.directory, 'revocation.asc');
  execFileSync(
    'gpg',
    [
      '--homedir',
      gpg.directory,
      '--no-tty',
      '--yes',
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      '',
      '--faked-system-time',
      `${options.at}!`,
      '--command-fd',
      '0',
      '--status-fd',
      '2',
      '--output',
      path,
      '--gen-revoke',
      fingerprint,
    ],
    { input: `y\n${options.reason}\n\ny\n`, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  gpg.run(['--import'], { input: readFileSync(path) });
}
