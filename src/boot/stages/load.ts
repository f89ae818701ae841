import type { RandomAccess } from '../../ports/random-access.ts';
import { type HandOver, prepareHandOver } from '../kexec/hand-over.ts';
import { initrdBytes } from '../kexec/initrd-chunks.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';
import type { TargetImages } from './extract.ts';

export interface LoadInput extends Omit<HandOver, 'initrdBytes'> {
  readonly images: TargetImages;
  /** Absent where nothing is grafted. */
  readonly graft: RandomAccess | undefined;
}

/** Hands kernel, initrd and command line to the running kernel; the machine can still be kept. */
export async function load(input: LoadInput, context: BootContext, emit: Emit): Promise<void> {
  const { images, graft, ...handOver } = input;
  const initrds = graft === undefined ? images.initrds : [graft, ...images.initrds];
  await prepareHandOver({ ...handOver, initrdBytes: initrdBytes(initrds) }, context.machine, emit);
}
