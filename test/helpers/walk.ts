import { defined } from '../../src/core/defined.ts';
import type { CpioEntry } from '../../src/formats/cpio/writer.ts';
import { demoId } from '../../tools/demo/row.ts';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';
import type { Seat } from './seat.ts';

/** From home by a search for its name to the verified image of the demo, by keys. */
export async function bootDemoByKeys(
  seat: Seat,
  {
    onStart = () => {},
    stepMs,
    timeoutMs = 120_000,
  }: {
    onStart?: () => void;
    /** For each screen up to the start. */
    stepMs?: number;
    /** For the download. */
    timeoutMs?: number;
  } = {},
): Promise<void> {
  const step = defined({ timeoutMs: stepMs });
  await seat.sees(/choose what to boot/, step);
  await seat.press({ type: 'demo' });
  await seat.sees(/Search: demo[\s\S]*> Demo/, step);
  await seat.press('enter');
  await seat.sees(/webboot: Demo[\s\S]*> live/, step);
  await seat.press('enter');
  await seat.sees(/> \[OK\] +.*Live system/, step);
  await seat.press('enter');
  onStart();
  await seat.sees(/Verified\. Signed by/, { timeoutMs });
}

const limit = { timeoutMs: 120_000 };

/** For a machine in line mode; what comes by itself begins over a prompt. */
function createDialogue(machine: QemuProcess) {
  let end = 0;
  return {
    async hears(pattern: RegExp): Promise<string> {
      const found = await machine.waitFor(pattern, { ...limit, from: end });
      ({ end } = found);
      return found.groups[0] ?? '';
    },
    says: (line: string) => machine.send(`${line}\r`),
  };
}

/** The same by sentences and numbers. */
export async function bootDemoByLines(machine: QemuProcess): Promise<void> {
  const { hears, says } = createDialogue(machine);
  await hears(/Type a number, or part of a name to search/);
  says('deb');
  await hears(/Search for deb\./);
  says(await hears(/^(\d+)\. Demo, signed/m));
  says(await hears(/^(\d+)\. live, /m));
  says(await hears(/^(\d+)\. \[OK\] Live system/m));
  await hears(/Verified\. Signed by/);
}

/** Gives eth0 an address of QEMU's user network by the form of line mode, and goes home again. */
export async function settleAddressByLines(machine: QemuProcess): Promise<void> {
  const { hears, says } = createDialogue(machine);
  await hears(/Type a number, or part of a name to search/);
  says('network');
  says(await hears(/^(\d+)\. Network and Wi-Fi/m));
  says(`a ${await hears(/^(?:> )?(\d+)\. eth0: online, 10\.0\.2\.15/m)}`);
  await hears(/Settings of eth0/);
  for (const [question, answer] of [
    [/^Address: $/m, '10.0.2.77/24'],
    [/^Gateway: $/m, '10.0.2.2'],
    [/^DNS: $/m, '10.0.2.3'],
    [/^VLAN: $/m, ''],
    [/^Proxy: $/m, ''],
  ] as const) {
    await hears(question);
    says(answer);
  }
  await hears(/eth0: online, 10\.0\.2\.77/);
  says('b');
  await hears(/Search for network/);
}

/** A `webboot.json` in the image that counts down to the demo. */
export function countdownFile(seconds: number): CpioEntry {
  return {
    kind: 'file',
    path: 'etc/webboot/webboot.json',
    mode: 0o644,
    data: new TextEncoder().encode(JSON.stringify({ distro: demoId, countdown: seconds })),
  };
}
