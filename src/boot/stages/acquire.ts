import type { Expectation } from '../../core/image/trust.ts';
import type { BootSteps } from '../../core/plan/boot-plan.ts';
import type { OnFront } from '../../ports/transfer.ts';
import { confirmDigest } from '../../verify/confirm-digest.ts';
import { digestRequestOf } from '../../verify/resolve-expectation.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';
import { transportOf } from '../transports/transport-of.ts';

/** An image on its medium that nobody has judged yet. */
export interface Acquired {
  readonly device: string;
  readonly bytes: number;
  /** Of what then lies on the device, read back; absent if the expectation asks for none. */
  readonly digest?: Uint8Array;
}

/**
 * One pass: network → digest → pmem. It is the verify stage that judges the image: what is confirmed
 * here only decides whether the file is fetched again from another mirror.
 */
export async function acquire(
  step: BootSteps['acquire'],
  expectation: Expectation,
  context: BootContext,
  { emit, onFront }: { readonly emit: Emit; readonly onFront: OnFront },
): Promise<Acquired> {
  const digest = digestRequestOf(expectation);
  const { keyring, clock } = context;
  const confirm = async (found: Uint8Array) => {
    await confirmDigest({ expectation, digest: found, keyring, clock: clock() });
  };
  const result = await transportOf(step.location, context).copy({
    expectation,
    sink: step.device,
    expectedBytes: step.bytes,
    onProgress: (progress) => emit({ type: 'progress', stage: 'acquire', ...progress }),
    onNote: (text) => emit({ type: 'note', stage: 'acquire', text }),
    onDropped: (machine, reason) => emit({ type: 'peer-dropped', machine, reason }),
    onFront,
    signal: context.signal,
    ...(digest === undefined ? {} : { digest, confirm }),
  });
  // What was measured: nothing else counts as the image.
  const { bytes } = result;
  return {
    device: step.device,
    bytes,
    ...(result.digest === undefined ? {} : { digest: result.digest }),
  };
}
