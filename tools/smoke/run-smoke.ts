import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '../../src/core/defined.ts';
import { errorCodes } from '../../src/core/error-codes.ts';
import type { BootEvent, FailureReport } from '../../src/core/plan/boot-event.ts';
import type { Stage } from '../../src/core/plan/stage.ts';
import { type DemoGuest, type DemoImage, prepareDemoGuest } from '../demo/guest.ts';
import { demoKey } from '../demo/key.ts';
import { type Publication, publishDemo } from '../demo/publish.ts';
import { demoId } from '../demo/row.ts';
import type { GuestKind } from '../qemu/guest-kind.ts';
import { memoryOf } from '../qemu/guest-memory.ts';
import { type QemuProcess, startQemu } from '../qemu/qemu.ts';
import type { QemuMachine } from '../qemu/qemu-arguments.ts';
import { architectureNames } from '../shared/architectures.ts';
import { emptyTrace, scanEvents, secondKernelLog } from './scan-events.ts';

export interface SmokeOptions {
  /** x86_64 without. */
  readonly kind?: GuestKind;
  readonly iso: string;
  /** Matched against what the second kernel's console shows. Not looked at with `corrupt`. */
  readonly expect: RegExp;
  /** Title or id of the ISO's own entry; its default without. */
  readonly entry?: string;
  readonly memoryMb?: number;
  readonly timeoutS?: number;
  /** What webboot's image has in it; its kernel. */
  readonly image?: DemoImage;
  /** For the second kernel's command line. */
  readonly append?: string;
  /** More parameters for webboot's own. */
  readonly parameters?: string;
  /** Is given the machine as soon as it runs, whose console is there whatever comes. */
  readonly onStart?: (machine: QemuProcess) => void;
  /** Goes on in the second kernel once it shows what was expected. */
  readonly afterwards?: (machine: QemuProcess) => Promise<void>;
  /** More of QEMU's arguments. */
  readonly hardware?: readonly string[];
  /** Where the whole console goes. */
  readonly log?: string;
  /** Serves the ISO with one bit flipped: webboot must refuse it. */
  readonly corrupt?: boolean;
  readonly onEvent?: (event: BootEvent) => void;
  readonly signal?: AbortSignal;
}

/** `start`: webboot itself did not come up. `target`: the second kernel runs. */
export type SmokeStage = 'start' | Stage | 'target';

export interface SmokeResult {
  readonly ok: boolean;
  /** The last stage that began. */
  readonly stage: SmokeStage;
  /** One sentence. */
  readonly message: string;
  readonly failure?: FailureReport;
  /** Seconds since QEMU's start, by stage as it began; `matched` at the end. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly events: readonly BootEvent[];
  readonly log: string;
}

/** Boots any ISO as its distribution would be booted: served, signed, and without a person. */
export async function runSmoke(options: SmokeOptions): Promise<SmokeResult> {
  const directory = await mkdtemp(join(tmpdir(), 'webboot-smoke-'));
  const key = await demoKey();
  let guest: DemoGuest | undefined;
  let machine: QemuProcess | undefined;
  try {
    const publication = await publishDemo({ iso: options.iso, directory, key });
    const { arch } = kindOf(options);
    guest = await prepareDemoGuest(publication, {
      key,
      arch,
      ...defined({ image: options.image }),
    });
    if (options.corrupt === true) {
      const offset = Math.floor(publication.bytes / 2);
      guest.mirror.setFault({ kind: 'flip', path: `/${publication.fileName}`, offset });
    }
    machine = await startQemu({ ...smokeMachine(options, publication), ...bootFiles(guest) });
    options.onStart?.(machine);
    return await watch(machine, options, publication.bytes);
  } finally {
    await machine?.kill();
    if (options.log !== undefined) await writeFile(options.log, machine?.log ?? '');
    await guest?.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function bootFiles({ kernel, initrd }: DemoGuest): { kernel: string; initrd: string } {
  return { kernel, initrd };
}

function kindOf({ kind = { arch: 'x86_64' } }: SmokeOptions): GuestKind {
  return kind;
}

function smokeMachine(options: SmokeOptions, { bytes }: Publication): QemuMachine {
  const kind = kindOf(options);
  const memory = memoryOf(kind.arch, bytes);
  return {
    ...kind,
    memoryMb: options.memoryMb ?? memory.memoryMb,
    cmdline: smokeCmdline(options, memory.memmap),
    extra: options.hardware ?? [],
  };
}

/** A person who says how much RAM there is wants webboot to choose the reservation in it. */
function smokeCmdline(options: SmokeOptions, memmap: string): string {
  const { entry, append, parameters, memoryMb } = options;
  return [
    `console=${architectureNames[kindOf(options).arch].serialLine},115200 panic=-1 webboot.auto`,
    `webboot.distro=${demoId}`,
    ...(memoryMb === undefined ? [memmap] : []),
    ...(entry === undefined ? [] : [`"webboot.entry=${entry}"`]),
    ...(append === undefined ? [] : [`"webboot.append=${append}"`]),
    ...(parameters === undefined ? [] : [parameters]),
  ].join(' ');
}

/** A refusal has to stay one: so long nothing may be booted after it. */
const refusalMs = 10_000;

async function watch(
  machine: QemuProcess,
  options: SmokeOptions,
  bytes: number,
): Promise<SmokeResult> {
  const timeoutMs = (options.timeoutS ?? 600 + bytes / 5e6) * 1000;
  const seconds: Record<string, number> = {};
  let trace = emptyTrace;
  let refusedAt: number | undefined;

  const follow = () => {
    const known = trace.events.length;
    trace = scanEvents(trace, machine.log);
    for (const event of trace.events.slice(known)) {
      if (event.type === 'stage' && event.state === 'begin') {
        seconds[event.stage] = machine.elapsed;
      }
      if (event.type === 'failed') refusedAt ??= performance.now();
      options.onEvent?.(event);
    }
  };
  const result = (ok: boolean, message: string): SmokeResult => {
    const failure = trace.events.find((event) => event.type === 'failed')?.failure;
    return {
      ok,
      stage: trace.execAt === undefined ? (failure?.stage ?? trace.stage ?? 'start') : 'target',
      message,
      ...defined({ failure }),
      seconds,
      events: trace.events,
      log: machine.log,
    };
  };

  const deadline = performance.now() + timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    follow();
    const second = secondKernelLog(trace, machine.log);
    if (options.corrupt !== true && options.expect.test(second)) {
      seconds.matched = machine.elapsed;
      await options.afterwards?.(machine);
      return result(true, `the second kernel's console shows ${options.expect}`);
    }
    if (options.corrupt === true && trace.execAt !== undefined) {
      return result(false, 'webboot booted an ISO that had been changed');
    }
    if (refusedAt !== undefined && options.corrupt !== true) {
      return result(false, 'webboot stopped');
    }
    if (refusedAt !== undefined && performance.now() - refusedAt > refusalMs) {
      const refused = trace.events.some(
        (event) => event.type === 'failed' && errorCodes[event.failure.code].area === 'trust',
      );
      return result(refused, refused ? 'webboot refused the changed ISO' : 'webboot stopped early');
    }
    if (machine.exitCode !== undefined) return result(false, 'QEMU ended');
    if (performance.now() > deadline) {
      return result(false, `${Math.round(timeoutMs / 1000)} s passed without ${options.expect}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
