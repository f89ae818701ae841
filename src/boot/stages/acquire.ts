import type { Expectation } from '../../core/image/trust.ts';
import type { OnFront } from '../../ports/transfer.ts';
import { digestRequestOf } from '../../verify/resolve-expectation.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';

export interface AcquireStep {
  readonly locations: readonly string[];
  readonly device: string;
  readonly bytes: number;
}

/**
 * One pass: network → digest → pmem. Returns the digest of what then lies on the device, read
 * back; undefined where the expectation asks for none.
 */
export async function acquire(
  step: AcquireStep,
  expectation: Expectation,
  context: BootContext,
  { emit, onFront }: { readonly emit: Emit; readonly onFront: OnFront },
): Promise<Uint8Array | undefined> {
  const digest = digestRequestOf(expectation);
  const [local] = step.locations.filter((location) => location.startsWith('/'));
  const report = {
    onProgress: (progress: {
      bytes: number;
      total: number;
      bytesPerSecond: number;
      secondsLeft?: number;
    }) => emit({ type: 'progress', stage: 'acquire', ...progress }),
    onNote: (text: string) => emit({ type: 'note', stage: 'acquire', text }),
    onFront,
    signal: context.signal,
    ...(digest === undefined ? {} : { digest }),
  };
  const result =
    local === undefined
      ? await context.network.download({
          ...report,
          urls: step.locations,
          sink: step.device,
          expectedBytes: step.bytes,
        })
      : await context.machine.copyImage({
          ...report,
          from: local,
          to: step.device,
          bytes: step.bytes,
        });
  return result.digest;
}
