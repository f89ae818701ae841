import { initrdBytes } from '../../boot/kexec/initrd-chunks.ts';
import { readKexecKernel } from '../../boot/kexec/validate.ts';
import { streamEvents } from '../../boot/run/event-channel.ts';
import { describeFailure } from '../../boot/run/failure.ts';
import { upgradeKernel } from '../../boot/upgrade/upgrade.ts';
import { findParameter, parseCmdline } from '../../core/cmdline.ts';
import { defined } from '../../core/defined.ts';
import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { Medium } from '../../ports/random-access.ts';
import type { CliIo } from '../io.ts';
import { phaseText } from '../kexec.ts';
import { cmdlineOf, joinInitrds } from '../kexec-inputs.ts';
import { printEvents } from '../print-events.ts';
import { judgementText } from './judgement-text.ts';
import { kernelRelease } from './kernel-release.ts';
import type { UpgradeTools } from './upgrade-tools.ts';

interface JumpArguments {
  readonly kernel: string;
  readonly initrds: readonly string[];
  readonly append: string;
  readonly directory: string;
  readonly acceptRestarts: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `webboot upgrade KERNEL`: what becomes of each unit is printed before anything is touched. */
export async function jump(
  io: CliIo,
  tools: UpgradeTools,
  options: JumpArguments,
): Promise<number> {
  const { json } = options;
  const say = (text: string) => {
    if (!json) io.stdout(text);
  };
  return printEvents(jumpEvents(tools, options, say), io, { json, textOf: phaseText });
}

async function* jumpEvents(
  { machine, upgrade }: UpgradeTools,
  options: JumpArguments,
  say: (text: string) => void,
): AsyncGenerator<BootEvent> {
  const open: Medium[] = [];
  try {
    const kernel = await machine.openMedium(options.kernel);
    open.push(kernel);
    for (const path of options.initrds) open.push(await machine.openMedium(path));
    const initrds = open.slice(1);
    const request = {
      kernel: await readKexecKernel(kernel),
      target: await kernelRelease(machine, options.kernel),
      initrdBytes: initrdBytes(initrds),
      cmdline: withPanic(await cmdlineOf(machine, { ...options, reuseCmdline: true })),
      directory: options.directory,
      files: async () => ({
        kernel: options.kernel,
        ...defined({ initrd: await joinInitrds(machine, initrds) }),
      }),
      acceptRestarts: options.acceptRestarts,
      dryRun: options.dryRun,
    };
    yield* streamEvents((emit) =>
      upgradeKernel(
        request,
        { machine, upgrade },
        { emit, onJudgement: (judgement) => say(judgementText(judgement)) },
      ),
    );
  } catch (error) {
    yield { type: 'failed', failure: describeFailure(error, 'load') };
  } finally {
    for (const medium of open) await medium.close();
  }
}

/** A kernel that panics restarts the machine, whose boot loader may still have the old one. */
function withPanic(cmdline: string): string {
  return findParameter(parseCmdline(cmdline), 'panic') === undefined
    ? `${cmdline} panic=30`
    : cmdline;
}
