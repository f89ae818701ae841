import { readdir, readFile } from 'node:fs/promises';
import { type KexecQuirk, kexecQuirks, quirkSteps } from '../core/machine/kexec-quirks.ts';
import { run } from './run.ts';

/** A driver may hang in its own end. */
const stepTimeoutMs = 5_000;

const pciAddress = /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/;

interface Undo {
  readonly command: readonly [string, ...string[]];
}

/** Brings devices to rest that their drivers would leave half initialised; the last act before the jump. */
export function openQuirks({ sys = '/sys', quirks = kexecQuirks } = {}) {
  const undos: Undo[] = [];

  async function devicesOf(driver: string): Promise<readonly string[]> {
    const names = await readdir(`${sys}/bus/pci/drivers/${driver}`).catch(() => []);
    return names.filter((name) => pciAddress.test(name));
  }

  async function step(
    command: readonly [string, ...string[]],
    undo: readonly [string, ...string[]],
  ): Promise<string | undefined> {
    const [program, ...args] = command;
    const { exitCode, stderr } = await run(program, args, { timeoutMs: stepTimeoutMs });
    if (exitCode !== 0) return stderr.trim() || `exit status ${exitCode}`;
    undos.push({ command: undo });
    return undefined;
  }

  return {
    /** Yields a sentence for each device; what could not be done is named, and does not stop the boot. */
    async *apply(): AsyncGenerator<string> {
      const systemVendor = await readFile(`${sys}/class/dmi/id/sys_vendor`, 'utf8').catch(() => '');
      const held = new Map<string, readonly string[]>();
      for (const { driver } of quirks) held.set(driver, await devicesOf(driver));
      const machine = { systemVendor, devicesOf: (driver: string) => held.get(driver) ?? [] };
      for (const { quirk, devices } of quirkSteps(machine, quirks)) {
        if (quirk.cure === 'unbind') {
          for (const device of devices) {
            const folder = `${sys}/bus/pci/drivers/${quirk.driver}`;
            const problem = await step(
              writeTo(`${folder}/unbind`, device),
              writeTo(`${folder}/bind`, device),
            );
            const what = `${device} (${quirk.driver})`;
            yield sentence(what, `${what} was released`, quirk, problem);
          }
        } else {
          const { unload } = quirk.cure;
          const problem = await step(['modprobe', '-r', ...unload], ['modprobe', '-a', ...unload]);
          const what = quirk.driver;
          yield sentence(what, `${what} was unloaded`, quirk, problem);
        }
      }
    },

    /** For a machine that stays after all. */
    async undo(): Promise<void> {
      for (const { command } of undos.splice(0).reverse()) {
        const [program, ...args] = command;
        await run(program, args, { timeoutMs: stepTimeoutMs });
      }
    },
  };
}

function writeTo(file: string, text: string): readonly [string, ...string[]] {
  return ['sh', '-c', 'echo "$1" >"$2"', 'sh', text, file];
}

function sentence(
  what: string,
  done: string,
  { otherwise }: KexecQuirk,
  problem: string | undefined,
): string {
  return problem === undefined
    ? `${done}: otherwise ${otherwise}`
    : `${what} could not be brought to rest, so it may be that ${otherwise}: ${problem}`;
}
