import { access } from 'node:fs/promises';
import { execa } from 'execa';
import { WebbootError } from '../../src/errors.ts';
import { hostArchitecture } from '../../src/linux/host-architecture.ts';
import { architectureNames, type MachineArchitecture } from '../shared/architectures.ts';
import { say } from '../shared/say.ts';
import { rootPrefix } from './as-root.ts';

const folder = '/proc/sys/fs/binfmt_misc';

/** A 64-bit little-endian ELF program or library for machine 183. Specification: elf(5), AArch64 ABI. */
const arm64Program = {
  magic: String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00`,
  mask: String.raw`\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`,
};

/** Debian's static QEMU: up to Debian 12, and since. */
const emulators = ['/usr/bin/qemu-aarch64-static', '/usr/bin/qemu-aarch64'];

/**
 * Sees to it that the kernel runs programs of `arch`, also in a chroot: on another kind of host it
 * registers QEMU, as systemd-binfmt would. Throws 'host-unsupported' where the kernel refuses.
 * Specification: the kernel's admin-guide/binfmt-misc (flag F: the interpreter is opened at once).
 */
export async function ensureForeignPrograms(arch: MachineArchitecture): Promise<void> {
  if (arch !== 'aarch64' || arch === hostArchitecture()) return;
  const { debian } = architectureNames[arch];
  if (await runs('arch-test', debian)) return;
  const script = [
    `[ -e ${folder}/register ] || mount -t binfmt_misc binfmt_misc ${folder}`,
    `printf %s '${registration(await emulator())}' >${folder}/register`,
  ].join(' && ');
  const command = ['sh', '-c', script];
  say(`registering QEMU with this kernel for ${debian} programs (binfmt_misc), until it restarts`);
  const prefix = await rootPrefix(command, `Only root can register QEMU for ${debian} programs`);
  if ((await runs(...prefix, ...command)) && (await runs('arch-test', debian))) return;
  throw new WebbootError('host-unsupported', `This host cannot run programs for ${debian}.`, {
    subject: folder,
    remedy: `Build the live system on a host whose kernel has binfmt_misc, or on ${debian}. A container needs it from its host.`,
  });
}

/** What is written to `register`: `:name:type:offset:magic:mask:interpreter:flags`. */
function registration(interpreter: string): string {
  const { magic, mask } = arm64Program;
  return `:webboot-aarch64:M::${magic}:${mask}:${interpreter}:OCF`;
}

async function emulator(): Promise<string> {
  for (const path of emulators) {
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  throw new WebbootError('host-tool-missing', 'QEMU for arm64 programs is not installed.', {
    subject: emulators[0],
    remedy: 'Install it with apt-get install qemu-user-static.',
  });
}

async function runs(...[name = '', ...args]: readonly string[]): Promise<boolean> {
  const result = await execa(name, args, { reject: false, stdin: 'inherit' });
  return !result.failed;
}
