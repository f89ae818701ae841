import {
  fitsBehind,
  movedParts,
  type OwnParts,
  ownFilesStart,
} from '../../core/machine/own-files.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import { WebbootError } from '../../errors.ts';
import { type CpioEntry, writeCpio } from '../../formats/cpio/writer.ts';
import type { Media } from '../../ports/media.ts';
import { fetchBeside } from '../keep/fetch-beside.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { VerifiedMedium } from '../stages/verify.ts';
import { imagesDirectory, serveOnScript } from './script.ts';

/** webboot's own files behind an image, as a live system is to find them. */
export interface OwnCopy {
  /** On the medium. */
  readonly parts: OwnParts;
  /** The command, which the live system is given. */
  readonly script: string;
  /** Writes them there. */
  write(machine: Pick<Media, 'writeAt'>): Promise<void>;
}

/**
 * Finds out what of webboot goes behind an image, and where; `device` is the medium's name in the
 * live system. Undefined where webboot does not have all of its files. Throws WebbootError if they
 * do not fit.
 */
export async function prepareOwnCopy(
  { source, reservation }: Pick<BootPlan, 'source' | 'reservation'>,
  medium: VerifiedMedium,
  device: string,
  context: BootContext,
): Promise<OwnCopy | undefined> {
  const files = await context.ownFiles?.();
  if (files === undefined) return undefined;
  const start = ownFilesStart(medium.bytes, files.parts);
  const parts = movedParts(files.parts, start);
  const vouchers = writeCpio(besideEntries(await fetchBeside(source, medium.expectation, context)));
  const beside = { start: start + files.bytes, bytes: vouchers.length };
  const end = beside.start + beside.bytes;
  if (!fitsBehind(end, reservation.size)) {
    throw new WebbootError('memory-too-small', "There is no room for webboot's own files.", {
      subject: medium.device,
      remedy: 'Boot without webboot.serve=auto.',
    });
  }
  return {
    parts,
    script: serveOnScript({ device, usr: parts.usr, archives: [parts.program, beside] }),
    async write(machine) {
      let at = start;
      for await (const chunk of files.chunks()) {
        await machine.writeAt(medium.device, at, chunk);
        at += chunk.length;
      }
      if (at !== beside.start) throw new Error("webboot's own files have changed");
      await machine.writeAt(medium.device, at, vouchers);
    },
  };
}

/** Where `webboot serve` looks for them. */
function besideEntries(files: ReadonlyMap<string, Uint8Array>): readonly CpioEntry[] {
  return [
    { kind: 'directory', path: imagesDirectory },
    ...[...files].map(
      ([name, data]): CpioEntry => ({ kind: 'file', path: `${imagesDirectory}/${name}`, data }),
    ),
  ];
}
