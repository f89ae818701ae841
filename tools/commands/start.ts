import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type DemoGuest, prepareDemoGuest } from '../demo/guest.ts';
import { ensureDemo } from '../demo/iso.ts';
import { demoKey } from '../demo/key.ts';
import { type GuestKind, guestKindUsage, parseGuestKind } from '../qemu/guest-kind.ts';
import { memoryOf } from '../qemu/guest-memory.ts';
import { findAccelerator } from '../qemu/qemu-accelerator.ts';
import { type QemuMachine, qemuCommand } from '../qemu/qemu-arguments.ts';
import { architectureNames } from '../shared/architectures.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { say } from '../shared/say.ts';

const usage = `usage: npm start -- [options]
  --memory MB       RAM of the machine, in which webboot finds a place for images by itself
  --append PARAMS   for webboot's own kernel command line, such as webboot.distro=demo
${guestKindUsage}`;

/** `npm start`: from the checkout to webboot's menu in this terminal, in an emulated machine. */
await reportingErrors(async () => {
  const { values } = parseArgs({
    options: {
      memory: { type: 'string' },
      append: { type: 'string', default: '' },
      arch: { type: 'string' },
      firmware: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(usage);
    return;
  }
  const kind = parseGuestKind(values, 'npm start');
  const { arch } = kind;
  const key = await demoKey();
  const guest = await prepareDemoGuest(await ensureDemo(key, arch), { key, arch });
  try {
    process.exitCode = await runInTerminal(guest, { kind, ...values });
  } finally {
    await guest.close();
  }
});

async function runInTerminal(
  { kernel, initrd, mirror }: DemoGuest,
  { kind, memory, append }: { kind: GuestKind; memory?: string; append: string },
): Promise<number> {
  // With a place given, webboot needs no restart to set one aside: the menu comes sooner.
  const { memoryMb, memmap } = memoryOf(kind.arch, 512 * 2 ** 20);
  const { serialLine } = architectureNames[kind.arch];
  const machine: QemuMachine = {
    ...kind,
    memoryMb: memory === undefined ? memoryMb : Number(memory),
    kernel,
    initrd,
    cmdline: `console=${serialLine},115200 panic=-1 quiet ${memory === undefined ? memmap : ''} ${append}`,
  };
  const accelerator = await findAccelerator(machine);
  const [command, ...args] = qemuCommand(machine, { accelerator, serial: 'terminal' });
  say(`the demo's mirror is ${mirror.url}`);
  say(`starting QEMU (${accelerator === 'kvm' ? 'KVM' : 'emulation'}); Ctrl-A X leaves`);
  // QEMU takes the terminal as it is, and puts it into raw mode and back by itself.
  const child = spawn(command, args, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
