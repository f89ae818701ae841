import { execa } from 'execa';
import { WebbootError } from '../../src/errors.ts';
import { hostArchitecture } from '../../src/linux/host-architecture.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { say, step } from '../shared/say.ts';
import { rootPrefix } from './as-root.ts';
import { type HostPackage, type HostPurpose, neededPackages } from './host-packages.ts';

/** Installs what a command needs and the host lacks, and says what; touches nothing else. */
export async function ensureHostPackages(
  purposes: readonly HostPurpose[],
  machines: readonly MachineArchitecture[],
): Promise<void> {
  const needed = neededPackages({ purposes, machines, host: hostArchitecture() });
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
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const install = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends'];
  const command = [...install, ...missing.map(({ name }) => name)];
  const root = await rootPrefix(command, 'Only root can install packages');
  const prefix = [...root, ...environment];
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

async function runs([name = '', ...args]: readonly string[]): Promise<boolean> {
  const result = await execa(name, args, { reject: false, stdin: 'inherit' });
  if (result.failed) say(`  ${result.stderr.trim().split('\n').at(-1) ?? result.shortMessage}`);
  return !result.failed;
}
