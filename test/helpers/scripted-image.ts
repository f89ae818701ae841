import { appendFile } from 'node:fs/promises';
import { type CpioEntry, writeCpio } from '../../src/formats/cpio/writer.ts';
import { type DemoGuest, prepareDemoGuest } from '../../tools/demo/guest.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import type { Publication } from '../../tools/demo/publish.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import type { QemuMachine } from '../../tools/qemu/qemu-arguments.ts';

/** webboot's image with a shell script where its menu would be. */
export interface ScriptedImage {
  readonly machine: QemuProcess;
  readonly guest: DemoGuest;
  close(): Promise<void>;
}

export interface ScriptOptions
  extends Pick<QemuMachine, 'memoryMb'>,
    Partial<Pick<QemuMachine, 'machine' | 'inTurns' | 'extra'>> {
  /** For busybox's shell; the command webboot is `$webboot`. What it prints is on the console. */
  readonly script: string;
  /** Behind the image's own files. */
  readonly files?: readonly CpioEntry[];
  readonly cmdline?: string;
  /** On the guest's mirror; the demo without. */
  readonly publication?: Publication;
}

/** What the script's last line on the console is. */
export const scriptEnd = /^the script has ended$/m;

const program = `
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
const console = openSync('/dev/console', 'w');
spawnSync('/bin/busybox', ['sh', '/webboot/script.sh'], { stdio: ['ignore', console, console] });
setInterval(() => {}, 1e9);
`;

/** What init.sh painted on the console ends in the middle of a line. */
const prelude = `
echo
webboot='node --use-openssl-ca /webboot/dist/main.mjs'
`;

/** Starts the image as it is shipped but for the program that init.sh starts as the menu. */
export async function startScript(options: ScriptOptions): Promise<ScriptedImage> {
  const { script, files = [], cmdline = '', ...hardware } = options;
  const key = await demoKey();
  const publication = options.publication ?? (await ensureDemo(key));
  const guest = await prepareDemoGuest(publication, { key });
  try {
    await appendFile(
      guest.initrd,
      writeCpio([
        ...files,
        textFile('webboot/dist/init.mjs', program),
        textFile('webboot/script.sh', `${prelude}${script}\necho 'the script has ended'\n`),
      ]),
    );
    const { memoryMb, machine = 'q35', inTurns = false, extra = [] } = hardware;
    const guestMachine = await startQemu({
      ...{ arch: 'x86_64', memoryMb, machine, inTurns, extra },
      ...{ kernel: guest.kernel, initrd: guest.initrd },
      cmdline: `console=ttyS0,115200 panic=-1 quiet ${cmdline}`,
    });
    const close = async () => {
      await guestMachine.kill();
      await guest.close();
    };
    return { machine: guestMachine, guest, close };
  } catch (error) {
    await guest.close();
    throw error;
  }
}

function textFile(path: string, text: string): CpioEntry {
  return { kind: 'file', path, mode: 0o755, data: new TextEncoder().encode(text) };
}
