import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { buildDirectory } from '../shared/paths.ts';
import { say } from '../shared/say.ts';

export type Accelerator = 'kvm' | 'tcg';

const cache = join(buildDirectory, 'qemu-accelerator.json');
const limitMs = 15_000;

/**
 * Whether KVM carries a Linux kernel here, found out by booting `kernel` with nothing to mount.
 * `/dev/kvm` can be there and fail, hang, or run firmware and no kernel (all seen with nested
 * virtualisation). One answer a boot of this machine; emulation where there is no kernel to try, and
 * for arm64.
 */
export async function findAccelerator({
  arch,
  kernel,
}: {
  readonly arch: MachineArchitecture;
  readonly kernel?: string;
}): Promise<Accelerator> {
  if (arch === 'aarch64') return 'tcg';
  const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  const known = parseAnswer(await readFile(cache, 'utf8').catch(() => '{}'));
  if (known.bootId === bootId && known.accelerator !== undefined) return known.accelerator;
  if (kernel === undefined) return 'tcg';
  const accelerator = (await kvmBoots(kernel)) ? 'kvm' : 'tcg';
  say(accelerator === 'kvm' ? 'QEMU uses KVM' : 'KVM does not work here: QEMU emulates');
  await mkdir(buildDirectory, { recursive: true });
  await writeFile(cache, `${JSON.stringify({ bootId, accelerator })}\n`);
  return accelerator;
}

function parseAnswer(text: string): { bootId?: string; accelerator?: Accelerator } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function kvmBoots(kernel: string): Promise<boolean> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    return false;
  }
  const guest = execa(
    'qemu-system-x86_64',
    [
      ...['-machine', 'q35', '-accel', 'kvm', '-cpu', 'host', '-m', '512', '-smp', '2'],
      ...['-nodefaults', '-display', 'none', '-monitor', 'none', '-serial', 'stdio', '-no-reboot'],
      ...['-kernel', kernel, '-append', 'console=ttyS0 panic=-1'],
    ],
    {
      timeout: limitMs,
      killSignal: 'SIGKILL',
      reject: false,
      stdin: 'ignore',
      all: true,
      buffer: false,
    },
  );
  let boots = false;
  for await (const line of guest.iterable({ from: 'all' })) {
    // The kernel went all the way: it looks for the root that it was not given.
    boots ||= line.includes('Unable to mount root fs');
    if (boots || line.includes('KVM internal error')) guest.kill('SIGKILL');
  }
  await guest;
  return boots;
}
