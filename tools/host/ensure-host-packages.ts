import { execa } from 'execa';
import { WebbootError } from '../../src/errors.ts';
import { say, step } from '../shared/say.ts';
import { type HostPackage, type HostPurpose, hostPackages } from './host-packages.ts';

/** Installs what a command needs and the host lacks, and says what; touches nothing else. */
export async function ensureHostPackages(purposes: readonly HostPurpose[]): Promise<void> {
  const needed = hostPackages.filter(({ for: uses = ['test'] }) =>
    uses.some((use) => purposes.includes(use)),
  );
  if (needed.length === 0) return;
  const installed = await installedPackages(needed);
  if (installed === undefined) {
    say(`no dpkg here: make sure that there are ${needed.map(({ name }) => name).join(', ')}`);
    return;
  }
  const missing = needed.filter(({ name }) => !installed.has(name));
  if (missing.length === 0) return;
  say('these packages of the host are missing:');
  for (const { name, purpose } of missing) say(`  ${name} - ${purpose}`);
  const install = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends'];
  const command = [...install, ...missing.map(({ name }) => name)];
  const prefix = await rootPrefix(command);
  await step('installing them', async () => {
    // Package lists are fetched only where what they say does not do.
    if (await runs([...prefix, ...command])) return;
    await runs([...prefix, 'apt-get', 'update', '-qq']);
    if (await runs([...prefix, ...command])) return;
    throw new WebbootError('host-tool-missing', 'apt-get could not install the packages.', {
      remedy: `Find out why: run ${[...prefix, ...command].join(' ')}.`,
    });
  });
}

/** Undefined where the host has no dpkg. */
async function installedPackages(
  packages: readonly HostPackage[],
): Promise<ReadonlySet<string> | undefined> {
  const names = packages.map(({ name }) => name);
  const format = `\${Package} \${db:Status-Status}\n`;
  const result = await execa('dpkg-query', ['-W', '-f', format, ...names], { reject: false });
  if (result.code === 'ENOENT') return undefined;
  const lines = result.stdout.split('\n').map((line) => line.split(' '));
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name = '']) => name));
}

/** What to put before a command that only root may run. */
async function rootPrefix(command: readonly string[]): Promise<readonly string[]> {
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (process.getuid?.() === 0) return environment;
  const canAsk = process.stdin.isTTY === true;
  const sudo = await execa('sudo', canAsk ? ['-v'] : ['-n', 'true'], {
    reject: false,
    stdio: canAsk ? 'inherit' : 'ignore',
  });
  if (!sudo.failed) return ['sudo', ...environment];
  throw new WebbootError(
    'not-permitted',
    'Only root can install packages, and sudo is not available.',
    {
      remedy: `As root, run ${command.join(' ')}.`,
    },
  );
}

async function runs([name = '', ...args]: readonly string[]): Promise<boolean> {
  const result = await execa(name, args, { reject: false, stdin: 'inherit' });
  if (result.failed) say(`  ${result.stderr.trim().split('\n').at(-1) ?? result.shortMessage}`);
  return !result.failed;
}
