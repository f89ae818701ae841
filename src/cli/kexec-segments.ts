import { completeHandOver, prepareHandOver } from '../boot/kexec/hand-over.ts';
import { streamEvents } from '../boot/run/event-channel.ts';
import { describeFailure } from '../boot/run/failure.ts';
import type { BootEvent } from '../core/plan/boot-event.ts';
import { jsonLine } from '../core/printable.ts';
import { elfProgram } from '../formats/elf/segments-program.ts';
import type { Machine } from '../ports/machine.ts';
import type { Medium } from '../ports/random-access.ts';
import { usageError } from './define-command.ts';

export interface RawArguments {
  readonly segments: readonly { readonly path: string; readonly address: number }[];
  readonly entry: number;
}

/** FILE@ADDRESS each; the last `@` counts. Throws `usage`. */
export function parseSegments(
  segments: readonly string[],
  entry: string | undefined,
): RawArguments {
  const refuse = (message: string) => usageError('webboot kexec', message);
  if (segments.length === 0) throw refuse('Name segments to enter: --segment FILE@ADDRESS.');
  if (entry === undefined) throw refuse('Name the address to enter the segments at: --entry.');
  const address = parseAddress(entry);
  if (address === undefined) throw refuse(`--entry must be an address, not ${entry}.`);
  return {
    segments: segments.map((text) => {
      const at = text.lastIndexOf('@');
      const place = parseAddress(text.slice(at + 1));
      if (at < 1 || place === undefined) {
        throw refuse(`--segment must be FILE@ADDRESS, such as blob@0x100000, not ${text}.`);
      }
      return { path: text.slice(0, at), address: place };
    }),
    entry: address,
  };
}

/** Decimal, or hexadecimal after 0x; undefined for what is neither or too large to be exact. */
function parseAddress(text: string): number | undefined {
  if (!/^(?:0x[0-9a-f]{1,14}|\d{1,16})$/i.test(text)) return undefined;
  const address = Number(text);
  return Number.isSafeInteger(address) ? address : undefined;
}

/**
 * The hand-over's phases for raw segments. kexec-tools are given them as an ELF executable, whose
 * segments they hand to kexec_load(2) as they are.
 */
export async function* segmentEvents(
  machine: Machine,
  { segments, entry }: RawArguments,
): AsyncGenerator<BootEvent> {
  const contents: { readonly address: number; readonly content: Medium }[] = [];
  try {
    for (const { path, address } of segments) {
      contents.push({ address, content: await machine.openMedium(path) });
    }
    const plan = {
      entry,
      segments: contents.map(({ address, content }) => ({
        path: content.path,
        address,
        bytes: content.size,
      })),
    };
    yield* streamEvents((emit) =>
      prepareHandOver(
        {
          plan,
          cmdline: '',
          record: () => machine.saveRecord(jsonLine({ at: new Date(), ...plan })),
          files: async () => {
            const scratch = await machine.scratch();
            return {
              kernel: await scratch.write('segments', elfProgram(contents, entry)),
              raw: true,
            };
          },
        },
        machine,
        emit,
      ),
    );
    yield* streamEvents((emit) => completeHandOver(machine, emit));
  } catch (error) {
    yield { type: 'failed', failure: describeFailure(error, 'load') };
  } finally {
    for (const { content } of contents) await content.close();
  }
}
