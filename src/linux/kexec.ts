import { WebbootError } from '../errors.ts';
import type { KexecImage } from '../ports.ts';
import { run } from './run.ts';

const loadTimeoutMs = 300_000;

/**
 * Loads by kexec_file_load(2), and by kexec_load(2) where the kernel lacks the former or the file
 * is of a form that it does not take. Under lockdown only the former is allowed.
 */
export async function kexecLoad(image: KexecImage): Promise<void> {
  const args = [
    image.kernel,
    `--command-line=${image.cmdline}`,
    ...(image.initrd === undefined ? [] : [`--initrd=${image.initrd}`]),
  ];
  const byFile = await run('kexec', ['-s', '-l', ...args], { timeoutMs: loadTimeoutMs });
  if (byFile.exitCode === 0) return;
  const byMemory = await run('kexec', ['-c', '-l', ...args], { timeoutMs: loadTimeoutMs });
  if (byMemory.exitCode === 0) return;
  throw new WebbootError(
    'kexec-refused',
    `This kernel does not take the target's: ${firstLine(byFile.stderr)}; ${firstLine(byMemory.stderr)}`,
    {
      subject: image.kernel,
      remedy:
        'Try another boot entry. Under Secure Boot only kernels signed by a key that this machine trusts can be loaded.',
    },
  );
}

export async function kexecUnload(): Promise<void> {
  await run('kexec', ['-u']);
}

/** Jumps; returns only by throwing. */
export async function kexecExec(): Promise<never> {
  const result = await run('kexec', ['-e'], { timeoutMs: 30_000 });
  throw new WebbootError('kexec-failed', `The jump failed: ${firstLine(result.stderr)}`, {
    remedy: 'Try again; if it fails twice, restart the machine and choose another boot entry.',
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
