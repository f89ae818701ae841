import { completeHandOver, prepareHandOver } from '../boot/kexec/hand-over.ts';
import { initrdBytes, initrdChunks } from '../boot/kexec/initrd-chunks.ts';
import { loadable } from '../boot/kexec/loadable.ts';
import { readKexecKernel } from '../boot/kexec/validate.ts';
import { streamEvents } from '../boot/run/event-channel.ts';
import { describeFailure } from '../boot/run/failure.ts';
import { defined } from '../core/defined.ts';
import type { BootEvent } from '../core/plan/boot-event.ts';
import { redactAll } from '../core/settings/redact.ts';
import { memoryAccess } from '../formats/random-access.ts';
import type { Machine } from '../ports/machine.ts';
import type { Media, Scratch } from '../ports/media.ts';
import type { Medium, RandomAccess } from '../ports/random-access.ts';
import { usageError } from './define-command.ts';
import { cmdlineOf } from './kexec-inputs.ts';
import { packSecrets, type SecretArchive } from './kexec-secrets.ts';
import { initrdName, takeApart, writeParts } from './unified-kernel.ts';

export interface KernelArguments {
  readonly kernel: string;
  readonly profile: string | undefined;
  readonly initrds: readonly string[];
  readonly append: string;
  readonly reuseCmdline: boolean;
  readonly dtb: string | undefined;
  readonly entry32: boolean;
  /** Paths by the names of their keys. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** The hand-over's phases for a kernel of any kind that the running one can load. */
export async function* handOverEvents(
  machine: Machine,
  options: KernelArguments,
): AsyncGenerator<BootEvent> {
  const open: Medium[] = [];
  const scratch = lazyScratch(machine);
  let secrets: SecretArchive | undefined;
  try {
    const kernel = await machine.openMedium(options.kernel);
    open.push(kernel);
    for (const path of options.initrds) open.push(await machine.openMedium(path));
    const given = open.slice(1);
    const unified = await takeApart(kernel, options.profile, async (path) => {
      const addon = await machine.openMedium(path);
      open.push(addon);
      return addon;
    });
    const content = await loadable(unified?.kernel ?? kernel, options.kernel);
    for (const text of unified?.notes ?? []) yield { type: 'note', stage: 'load', text };
    const own = [...(unified?.initrds ?? []), ...given];
    const words = [unified?.cmdline ?? '', await cmdlineOf(machine, options)]
      .filter((part) => part !== '')
      .join(' ');
    if (options.secrets.size > 0) {
      if (own.length === 0) {
        throw usageError('webboot kexec', 'Secrets need an initrd, from which the system starts.');
      }
      const reading = await readKexecKernel(content);
      secrets = await packSecrets(options.secrets, { reading, cmdline: words }, machine);
    }
    const initrds = secrets === undefined ? own : [memoryAccess(secrets.archive), ...own];
    const cmdline = secrets?.cmdline ?? words;
    yield* streamEvents((emit) =>
      prepareHandOver(
        {
          kernel: () => readKexecKernel(content),
          initrdBytes: initrdBytes(initrds),
          cmdline,
          record: () =>
            machine.saveRecord(
              JSON.stringify(redactAll({ at: new Date(), kernel: options.kernel, cmdline })),
            ),
          files: async () => ({
            ...(await kexecFiles(scratch, { kernel, content, initrds })),
            ...defined({ dtb: options.dtb }),
            entry32: options.entry32,
          }),
        },
        machine,
        emit,
      ),
    );
    // The kernel has its own copies now.
    await scratch.discard(secrets?.archive.length ?? 0);
    yield* streamEvents((emit) => completeHandOver(machine, emit));
  } catch (error) {
    yield { type: 'failed', failure: describeFailure(error, 'load') };
  } finally {
    await scratch.discard(secrets?.archive.length ?? 0);
    secrets?.archive.fill(0);
    for (const medium of open) await medium.close();
  }
}

interface LazyScratch extends Pick<Media, 'scratch'> {
  /** Removes its files, after it wrote zeros over the first bytes of the initrd. */
  discard(zeros: number): Promise<void>;
}

/** Opened by who writes to it first. */
function lazyScratch(machine: Pick<Media, 'scratch'>): LazyScratch {
  let opened: Scratch | undefined;
  let hasInitrd = false;
  return {
    async scratch() {
      opened ??= await machine.scratch();
      const { write, writeAt, discard } = opened;
      return {
        writeAt,
        discard,
        write(name, chunks) {
          hasInitrd ||= name === initrdName;
          return write(name, chunks);
        },
      };
    },
    async discard(zeros) {
      if (hasInitrd && zeros > 0) opened?.writeAt(initrdName, 0, new Uint8Array(zeros));
      hasInitrd = false;
      await opened?.discard();
      opened = undefined;
    },
  };
}

interface Parts {
  readonly kernel: Medium;
  /** As the kernel loads it. */
  readonly content: RandomAccess;
  readonly initrds: readonly RandomAccess[];
}

/** kexec takes files: those that were named, where nothing is to be taken apart or put together. */
async function kexecFiles(
  scratch: Pick<Media, 'scratch'>,
  { kernel, content, initrds }: Parts,
): Promise<{ readonly kernel: string; readonly initrd?: string }> {
  if (content !== kernel) return writeParts(scratch, content, initrds);
  const [first] = initrds;
  if (first === undefined) return { kernel: kernel.path };
  if (initrds.length === 1 && isMedium(first)) return { kernel: kernel.path, initrd: first.path };
  const opened = await scratch.scratch();
  return { kernel: kernel.path, initrd: await opened.write(initrdName, initrdChunks(initrds)) };
}

function isMedium(file: RandomAccess): file is Medium {
  return 'path' in file;
}
