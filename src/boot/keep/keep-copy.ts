import type { Expectation } from '../../core/image/trust.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import { WebbootError } from '../../errors.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';
import { fetchBeside } from './fetch-beside.ts';

/** What was verified, and where it lies. */
export interface VerifiedImage {
  readonly device: string;
  readonly bytes: number;
  readonly expectation: Expectation;
}

/**
 * Keeps a verified image and what vouches for it where images are kept. The boot goes on whatever
 * comes of it: a stick that is full must not keep anybody from what was downloaded.
 */
export async function keepCopy(
  plan: BootPlan,
  image: VerifiedImage,
  context: BootContext,
  emit: Emit,
): Promise<void> {
  const note = (text: string) => emit({ type: 'note', stage: 'verify', text });
  const { source } = plan;
  try {
    const path = await context.keepImage?.({
      from: image.device,
      bytes: image.bytes,
      fileName: source.fileName,
      beside: await fetchBeside(source, image.expectation, context),
      signal: context.signal,
      onProgress: (progress) => emit({ type: 'progress', stage: 'verify', ...progress }),
    });
    note(path === undefined ? 'There is no place to keep the image.' : `kept as ${path}`);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof WebbootError)) throw error;
    note(`not kept: ${error.message}`);
  }
}
