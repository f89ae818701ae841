import { readFile } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { KexecImage } from '../ports/kexec.ts';
import { hostArchitecture } from './host-architecture.ts';
import { writeNextTree } from './next-tree.ts';
import { run } from './run.ts';
import type { RunResult } from './run-result.ts';

const loadTimeoutMs = 300_000;

/**
 * Arguments of kexec(8), the best way first: by kexec_file_load(2), which checks signatures under lockdown, and by kexec_load(2) where
 * the kernel lacks the former or does not take this file by it. What only kexec_load knows goes
 * there at once.
 */
export async function loadArguments(image: KexecImage): Promise<readonly string[][]> {
  const args = [
    '-l',
    image.kernel,
    `--command-line=${image.cmdline}`,
    ...(image.initrd === undefined ? [] : [`--initrd=${image.initrd}`]),
  ];
  const ways = (await isLockedDown()) ? [['-s']] : await waysToLoad(image);
  return ways.map((way) => [...way, ...args]);
}

export async function kexecLoad(image: KexecImage): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new WebbootError('not-permitted', 'Only root may load a kernel.', {
      remedy: 'Run webboot as root. All earlier checks passed.',
    });
  }
  const refusals: string[] = [];
  for (const way of await loadArguments(image)) {
    const result = await run('kexec', way, { timeoutMs: loadTimeoutMs });
    if (result.exitCode === 0) return;
    refusals.push(`${way.includes('-s') ? 'kexec_file_load' : 'kexec_load'}: ${firstLine(result)}`);
  }
  const isLocked = await isLockedDown();
  throw new WebbootError(
    'kexec-refused',
    `The running kernel refuses to load it: ${refusals.join('; ')}`,
    {
      subject: image.kernel,
      remedy: isLocked
        ? 'This machine is locked down by Secure Boot and loads only kernels signed by a key that it trusts: choose such a distro, enroll its key (mokutil --import), or switch Secure Boot off in the firmware.'
        : 'Try another boot entry.',
    },
  );
}

async function waysToLoad(image: KexecImage): Promise<readonly string[][]> {
  if (hostArchitecture() === 'aarch64') return waysWithTree(image);
  const special = [
    ...(image.dtb === undefined ? [] : [`--dtb=${image.dtb}`]),
    ...(image.entry32 === true ? ['--entry-32bit'] : []),
    ...(image.raw === true ? ['--type=elf-x86_64', '--args-none'] : []),
  ];
  if (special.length > 0) return [['-c', ...special]];
  const checked = image.isSparing === true ? [['-c'], ['-s']] : [['-s'], ['-c']];
  return image.unchecked === true ? [['-c', '-i'], ...checked] : checked;
}

/** kexec_file_load takes no tree: it hands on the running one. */
async function waysWithTree(image: KexecImage): Promise<readonly string[][]> {
  const { options, isOptional } = await writeNextTree(image);
  return [['-c', '-i', ...options], ...(isOptional ? [['-s']] : [])];
}

/**
 * Locked down, kexec_load is refused whatever it is given; trying it would only hide the reason.
 * The mode in force stands in brackets.
 */
async function isLockedDown(): Promise<boolean> {
  const modes = await readFile('/sys/kernel/security/lockdown', 'utf8').catch(() => '');
  return /\[(?:integrity|confidentiality)\]/.test(modes);
}

export async function kexecUnload(): Promise<void> {
  await run('kexec', ['-u']);
}

/** Jumps; returns only by throwing. */
export async function kexecExec(): Promise<never> {
  const result = await run('kexec', ['-e'], { timeoutMs: 30_000 });
  throw new WebbootError('kexec-failed', `The kernel could not be started: ${firstLine(result)}`, {
    remedy: 'Try again. If it fails twice, restart the machine and choose another boot entry.',
  });
}

function firstLine({ stderr, exitCode }: RunResult): string {
  return stderr.trim().split('\n')[0] || `exit status ${exitCode}`;
}
