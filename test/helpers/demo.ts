import { appendFile } from 'node:fs/promises';
import { type CpioEntry, writeCpio } from '../../src/formats/cpio/writer.ts';
import { type DemoGuest, type DemoImage, prepareDemoGuest } from '../../tools/demo/guest.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import type { Publication } from '../../tools/demo/publish.ts';
import { liveAccount } from '../../tools/live-iso/options.ts';
import { guestMemory } from '../../tools/qemu/guest-memory.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import type { QemuMachine } from '../../tools/qemu/qemu-arguments.ts';

/** A machine that webboot boots in, with the demo's mirror beside it. */
export interface DemoMachine {
  readonly machine: QemuProcess;
  readonly guest: DemoGuest;
  readonly publication: Publication;
  close(): Promise<void>;
}

/** Starts webboot with the demo to choose; image and ISO are built when stale. */
export async function startDemo({
  cmdline = '',
  memoryMb,
  files = [],
  hardware = [],
  image = {},
  network = 'user',
  inTurns = false,
}: {
  /** Beside console and reservation. */
  cmdline?: string;
  /** Webboot finds a place for the ISO by itself then. */
  memoryMb?: number;
  /** Behind the image's own. */
  files?: readonly CpioEntry[];
  /** QEMU's arguments. */
  hardware?: readonly string[];
  /** What the image has in it, too. */
  image?: DemoImage;
  /** `none` if `hardware` has the card. */
  network?: NonNullable<QemuMachine['network']>;
  inTurns?: boolean;
} = {}): Promise<DemoMachine> {
  const key = await demoKey();
  const publication = await ensureDemo(key);
  const guest = await prepareDemoGuest(publication, { key, image });
  if (files.length > 0) await appendFile(guest.initrd, writeCpio(files));
  const memory = guestMemory(publication.bytes);
  const machine = await startQemu({
    arch: 'x86_64',
    inTurns,
    network,
    memoryMb: memoryMb ?? memory.memoryMb,
    kernel: guest.kernel,
    initrd: guest.initrd,
    cmdline: `console=ttyS0,115200 panic=-1 quiet ${memoryMb === undefined ? memory.memmap : ''} ${cmdline}`,
    extra: hardware,
  });
  return {
    machine,
    guest,
    publication,
    close: async () => {
      await machine.kill();
      await guest.close();
    },
  };
}

const limit = { timeoutMs: 300_000 };

/** Logs in on the live system's serial console and returns what a command prints there. */
export async function runInLiveSystem(
  machine: QemuProcess,
  command: string,
  { user = liveAccount.user }: { user?: 'root' | typeof liveAccount.user } = {},
): Promise<string> {
  const prompt = await machine.waitFor(/login: /, limit);
  machine.send(`${user}\r`);
  const asked = await machine.waitFor(/Password: /, { ...limit, from: prompt.end });
  machine.send(`${liveAccount.password}\r`);
  // The kernel's messages may follow the prompt: it need not be the last on the console.
  const shell = await machine.waitFor(/@\w+:[^\n]*[#$] /, { ...limit, from: asked.end });
  // The echo of the command has the quotes, its output has not.
  machine.send(`${command}; echo do'n'e\r`);
  const done = await machine.waitFor(/^done$/m, { ...limit, from: shell.end });
  return machine.log.slice(shell.end, done.start);
}
