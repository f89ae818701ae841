import { liveAccount } from '../../tools/live-iso/options.ts';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';

/** An emulated machine may have another one next to it. */
const limit = { timeoutMs: 300_000 };

/** Logs in as root on the serial line of a live system made here, and runs a command; its output. */
export async function runInLiveSystem(
  machine: QemuProcess,
  command: string,
  commandMs = limit.timeoutMs,
): Promise<string> {
  const from = machine.log.length;
  machine.send('root\r');
  await machine.waitFor(/Password: /, { ...limit, from });
  machine.send(`${liveAccount.password}\r`);
  await machine.waitFor(/root@.*# /, { ...limit, from });
  // The words are put together by the shell, so that its echo is not taken for them.
  machine.send(`echo out''put; ${command}; echo the''end\r`);
  const { end } = await machine.waitFor(/^output$/m, { ...limit, from });
  const { start } = await machine.waitFor(/^theend$/m, { timeoutMs: commandMs, from: end });
  return machine.log.slice(end, start);
}
